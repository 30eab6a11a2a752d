interface TaskProgressProps {
  label: string;
  /** Units: `done` of `total`; 0 of 0 while nobody knows how much there is. */
  done: number;
  total: number;
  /** How far it is, as the reader's language writes a share. */
  text: string;
}

/** How far long work is; without a total, only that it goes on. */
export function TaskProgress({ label, done, total, text }: TaskProgressProps) {
  return (
    <span class="task-progress">
      <progress aria-label={label} {...(total > 0 ? { value: done, max: total } : {})} />
      <span class="task-share">{total > 0 ? text : ""}</span>
    </span>
  );
}
