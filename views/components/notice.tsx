import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";

type NoticeKind = "info" | "success" | "warning" | "error";

const icons: Record<NoticeKind, IconName> = {
  info: "info",
  success: "check",
  warning: "warning",
  error: "warning",
};

/** A sentence that a person must not miss; an error is read out at once. */
export function Notice({
  kind = "info",
  children,
}: {
  kind?: NoticeKind;
  children: ComponentChildren;
}) {
  return (
    <div class="notice" data-kind={kind} role={kind === "error" ? "alert" : "status"}>
      <Icon name={icons[kind]} />
      <div>{children}</div>
    </div>
  );
}
