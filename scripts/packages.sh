# Debian packages the scripts need, installed only when they are missing. To be sourced.
# Uses `say` of the script that sources it.

packages_build="gcc pkg-config libssl-dev"
packages_test="postgresql chromium fonts-dejavu-core python3-venv nodejs"

need_packages() { # group
  local group=$1 wanted missing=() package
  case $group in
    build) wanted=$packages_build ;;
    test) wanted="$packages_build $packages_test" ;;
  esac
  for package in $wanted; do
    case $package in
      gcc) command -v cc >/dev/null && continue ;;
      nodejs) command -v node >/dev/null && continue ;;
      chromium) command -v chromium >/dev/null && continue ;;
      postgresql) ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && continue ;;
      python3-venv) python3 -c 'import ensurepip' >/dev/null 2>&1 && continue ;;
    esac
    dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  command -v apt-get >/dev/null || { say "please install: ${missing[*]}"; return 3; }
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { say "please install as root: apt-get install ${missing[*]}"; return 3; }
    as_root=(sudo)
  fi
  say "installing Debian packages: ${missing[*]}"
  "${as_root[@]}" apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}
