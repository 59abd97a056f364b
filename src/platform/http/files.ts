export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Files that come as the body of a request, as they are. */
export const fileTypes = ['text/csv', xlsxType];
