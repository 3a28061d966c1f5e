#!/usr/bin/env bash
# Makes a folder that holds a real MySQL server (9.7, of Debian sid), which `make test-mysql` runs by chroot:
#
#   scripts/mysql-root.sh          # in ~/.cache/marmelad-dvorik/mysql-root
#   scripts/mysql-root.sh FOLDER   # elsewhere; tell the tests by MYSQL_ROOT=FOLDER
#
# Debian's releases offer MariaDB only. The packages come from the mirror that apt uses here. Needs root, as chroot does.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

folder=${1:-$MYSQL_ROOT}
if has_mysql_root "$folder"; then
  say "$folder holds $(chroot "$folder" mysqld --version)."
  exit 0
fi
((EUID == 0)) || die "debootstrap and chroot need root: sudo scripts/mysql-root.sh $folder"
[[ ! -e "$folder" ]] || die "$folder exists and holds no MySQL server. Remove it, or name another folder."
need debootstrap:debootstrap

# shellcheck disable=SC2016 # apt-get reads the names itself
mirror=$(apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 2>/dev/null | awk '$1 == "Debian" && !/security/ { print $2; exit }')
say "Installing MySQL into $folder; this takes about a minute."
mkdir -p "$(dirname "$folder")"
fresh=$(mktemp -d "$folder.XXXXXX")
trap 'rm -rf "$fresh"' EXIT
chmod 755 "$fresh"
debootstrap --variant=minbase --include=mysql-server-core sid "$fresh" "${mirror:-http://deb.debian.org/debian}" >"$fresh.log" 2>&1 ||
  die "debootstrap failed. The end of $fresh.log: $(tail -n 5 "$fresh.log")"
rm -f "$fresh.log"
mv "$fresh" "$folder"
chroot "$folder" mysqld --version
