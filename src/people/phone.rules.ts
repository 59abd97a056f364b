import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** A mainland mobile number in E.164, from any usual way of writing it; undefined when it is none. */
export function readMobileNumber(typed: string): string | undefined {
  const phone = parsePhoneNumberFromString(typed.normalize('NFKC').replace(/^00/, '+'), 'CN');
  if (!phone?.isValid() || phone.countryCallingCode !== '86') return undefined;
  return /^1[3-9]\d{9}$/.test(phone.nationalNumber) ? phone.number : undefined;
}
