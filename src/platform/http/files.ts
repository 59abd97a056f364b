export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Files that come as the body of a request, as they are. */
export const fileTypes = ['text/csv', xlsxType];

/** The largest file that is taken, in bytes; a term's course list has a few kilobytes. */
export const fileLimit = 8 * 1024 * 1024;
