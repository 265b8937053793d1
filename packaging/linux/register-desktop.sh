#!/bin/sh
# Makes Unisono appear in this user's menu and open unisono:// invites; with --remove, undoes that.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
entry=$data/applications/unisono.desktop
icon=$data/icons/hicolor/scalable/apps/unisono.svg
if [ "${1:-}" = --remove ]; then
    rm -f "$entry" "$icon"
else
    mkdir -p "$(dirname "$entry")" "$(dirname "$icon")"
    # The folder's name may hold any character: it is quoted for the entry, and kept from sed's own marks.
    quoted=$(printf '%s' "$here" | sed 's/[\\&|]/\\&/g')
    sed "s|@HERE@/unisono|\"$quoted/unisono\"|" "$here/share/unisono.desktop.in" > "$entry"
    cp "$here/share/unisono.svg" "$icon"
fi
if command -v update-desktop-database > /dev/null; then
    update-desktop-database "$data/applications" || true
fi
