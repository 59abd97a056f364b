import { classWords, clock } from './words.js';

/* Lets people in who have not booked. Only the house knows the places that are left, so it works with a network alone. */

const find = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
/** Slots that walk-ins may come to, as the house counted them last. @type {any[]} */
let slots = [];
/** The same press sent twice lets in once. */
let key = crypto.randomUUID();

/** @param {any[]} counted items of GET /gates/:id/counts */
export function offerSlots(counted) {
  slots = counted.filter(({ walkInFen }) => Object.keys(walkInFen).length > 0);
  const { slot } = find('walk-in').elements;
  const chosen = slot.value;
  slot.replaceChildren(
    ...slots.map((one) => new Option(`${clock(one.startsAt)} ${one.title} (${one.placesAtDoor})`, one.slotId)),
  );
  if (slots.some(({ slotId }) => slotId === chosen)) slot.value = chosen;
  offerClasses();
}

function offerClasses() {
  const { slot, priceClass } = find('walk-in').elements;
  const chosen = priceClass.value;
  const prices = slots.find(({ slotId }) => slotId === slot.value)?.walkInFen ?? {};
  priceClass.replaceChildren(...Object.keys(prices).map((one) => new Option(classWords[one] ?? one, one)));
  if (chosen in prices) priceClass.value = chosen;
  showPrice();
}

/** In fen, for all of them. */
function price() {
  const { slot, priceClass, places } = find('walk-in').elements;
  const each = slots.find(({ slotId }) => slotId === slot.value)?.walkInFen[priceClass.value] ?? 0;
  return each * Number(places.value);
}

function showPrice() {
  const fen = price();
  find('walk-in-price').textContent = fen === 0 ? '免费 free' : `¥${(fen / 100).toFixed(2)}`;
  find('walk-in-payment').hidden = fen === 0;
  find('walk-in').elements.receiptNumber.required = fen > 0;
}

/** @param {(body: object, key: string) => Promise<Response | undefined>} send @param {() => void} done */
export function startWalkIns(send, done) {
  const form = find('walk-in');
  form.elements.slot.onchange = offerClasses;
  for (const name of ['priceClass', 'places']) form.elements[name].oninput = showPrice;
  form.oninput = () => (key = crypto.randomUUID());
  form.onsubmit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const { slot, priceClass, places, method, receiptNumber } = form.elements;
    const amountFen = price();
    const payment = { amountFen, method: method.value, receiptNumber: receiptNumber.value.trim() };
    const body = { slotId: slot.value, priceClass: priceClass.value, places: Number(places.value) };
    const response = await send({ ...body, ...(amountFen > 0 ? { payment } : {}) }, key);
    const said = find('walk-in-said');
    if (!response) {
      said.textContent =
        '没有网络，不能现场入场：空位只有联网才知道。有网后再按一次，只算一次。 No network: only the house knows the places left. Press again when there is one; it counts once.';
      return;
    }
    const answer = await response.json().catch(() => ({}));
    key = crypto.randomUUID();
    said.textContent = response.ok
      ? `已放行 ${places.value} 人 ${places.value} let in · ¥${(answer.feeFen / 100).toFixed(2)}`
      : (answer.detail ?? '没有放行 Not let in');
    if (response.ok) receiptNumber.value = '';
    done();
  };
}
