/** Told about what in a record could not be used, in words for a log. */
export type Complaint = (message: string) => void;

/** Complaints about one record that are worth a line in the log. */
const MAX_COMPLAINTS = 8;

/** Passes on the first few: a record can be wrong in a hundred thousand places. */
export function limitComplaints(complain: Complaint): Complaint {
  let count = 0;
  return (message) => {
    count += 1;
    if (count <= MAX_COMPLAINTS) complain(message);
    if (count === MAX_COMPLAINTS + 1) complain('there is more that cannot be used');
  };
}
