#!/bin/sh
#
# Install pep668hook from this checkout, for this user, beside whatever Python there is.
# `sh install.sh --help` tells what it writes and where.

set -eu
umask 022
unset CDPATH

help() {
    cat <<'END'
usage: sh install.sh [--no-rc] [--shell NAME] [--home DIR]
       sh install.sh --system [--root DIR]
       sh install.sh --uninstall [--home DIR | --system [--root DIR]]

Installs pep668hook from this checkout into directories of your own. Running it again
upgrades, or repairs what has lost its Python; if it fails, what was installed before goes
on working.

  --no-rc        leave your shell's rc file alone
  --shell NAME   the shell whose rc file gets the line (else the one that you are in)
  --home DIR     put everything under DIR instead: DIR/share/pep668hook, DIR/bin
  --system       by root, for all users: /opt/pep668hook, /usr/local/bin/pep668hook, a
                 line in a file of /etc for each shell, and the site's settings
  --root DIR     what to take for / with --system
  --uninstall    what `pep668hook uninstall` does, though that may have no Python any more

It writes ${XDG_DATA_HOME:-~/.local/share}/pep668hook, the link ~/.local/bin/pep668hook
and, without --no-rc, one marked line in the rc file and ~/.cache/pep668hook; nothing else.
`pep668hook uninstall` takes all of that away again.

PYTHON=... names the Python 3.11 or newer to use; else the first one found is.
END
}

say() {
    printf 'install.sh: %s\n' "$*" >&2
}

stop() {
    say "$1"
    [ "$#" -lt 2 ] || printf 'hint: %s\n' "$2" >&2
    exit 1
}

has() {
    command -v "$1" >/dev/null 2>&1
}

# A word as every shell reads it back, whatever is in it.
quoted() {
    printf "'%s'" "$(printf '%s\n' "$1" | sed "s/'/'\\\\''/g")"
}

# ----------------------------------------------------------------------------
# What was asked for.
# ----------------------------------------------------------------------------

rc=yes
home=
shell=
system=
root=
uninstall=
while [ "$#" -gt 0 ]; do
    case $1 in
        --home | --shell | --root) # the value is the next word
            [ "$#" -ge 2 ] || stop "$1 needs a value" 'sh install.sh --help'
            option=$1=$2
            shift
            ;;
        *) option=$1 ;;
    esac
    case ${option} in
        --no-rc) rc= ;;
        --home=?*) home=${option#*=} ;;
        --shell=?*) shell=${option#*=} ;;
        --root=?*) root=${option#*=} ;;
        --system) system=yes ;;
        --uninstall) uninstall=yes ;;
        -h | --help)
            help
            exit
            ;;
        *) stop "no such option: ${option}" 'sh install.sh --help' ;;
    esac
    shift
done
[ -n "${system}" ] || [ -z "${root}" ] || stop '--root is for --system' 'sh install.sh --help'
[ -z "${system}" ] || [ -z "${home}${shell}" ] || stop '--system goes with neither --home nor --shell'
[ -z "${system}" ] || [ -n "${root}" ] || [ "$(id -u)" -eq 0 ] ||
    stop 'only root can do this for all users' 'sudo sh install.sh --system'

# A path from / on, as whoever reads it later is elsewhere.
absolute() {
    case $1 in
        /* | '') printf '%s' "$1" ;;
        *) printf '%s/%s' "$(pwd)" "$1" ;;
    esac
}
home=$(absolute "${home}")
root=$(absolute "${root%/}")

checkout=$(cd -- "$(dirname -- "$0")" && pwd)
if [ -n "${system}" ]; then
    share=${root}/opt/pep668hook
    bin=${root}/usr/local/bin
elif [ -n "${home}" ]; then
    share=${home}/share/pep668hook
    bin=${home}/bin
else
    [ -n "${HOME-}" ] || stop 'HOME is not set' 'sh install.sh --home DIR'
    case ${XDG_DATA_HOME-} in
        /*) share=${XDG_DATA_HOME}/pep668hook ;;
        *) share=${HOME}/.local/share/pep668hook ;;
    esac
    bin=${HOME}/.local/bin
fi
link=${bin}/pep668hook
[ -r "${checkout}/pyproject.toml" ] || stop "no checkout of pep668hook in ${checkout}"
[ -n "${uninstall}" ] || [ -L "${link}" ] || [ ! -e "${link}" ] ||
    stop "${link} is in the way" "mv $(quoted "${link}") $(quoted "${link}.old")"

# ----------------------------------------------------------------------------
# The helper's own environment. A new one is made beside the old one, and one step at the
# end puts it in the old one's place.
# ----------------------------------------------------------------------------

new=
is_in_use() {
    [ "$(cd -P -- "${share}/venv" && pwd)" = "$(cd -P -- "${new}" && pwd)" ]
} 2>/dev/null
clean_up() {
    status=$?
    trap - EXIT
    [ -z "${new}" ] || rm -f "${new}.log"
    # What is in use by now stays, whatever has failed behind that.
    [ -z "${new}" ] || is_in_use || rm -rf "${new}"
    rmdir "${share}" 2>/dev/null || :
    exit "${status}"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Settings that a person has for their own pip, uv or Python would lead ours astray. Where
# packages come from (an index, a certificate, a proxy) stays theirs to say.
unset PYTHONHOME PYTHONPATH PYTHONPYCACHEPREFIX PYTHONDONTWRITEBYTECODE PYTHONOPTIMIZE \
    PIP_TARGET PIP_PREFIX PIP_ROOT PIP_PYTHON PIP_DRY_RUN PIP_NO_DEPS PIP_REQUIRE_HASHES \
    PIP_CONSTRAINT PIP_NO_BUILD_ISOLATION PIP_NO_COMPILE PIP_REPORT PIP_LOG \
    UV_PYTHON UV_SYSTEM_PYTHON UV_BREAK_SYSTEM_PACKAGES UV_REQUIRE_HASHES UV_CONSTRAINT \
    UV_OVERRIDE UV_NO_BUILD UV_NO_BUILD_ISOLATION UV_PROJECT UV_WORKING_DIRECTORY
export PIP_USER=0 PIP_REQUIRE_VIRTUALENV=0 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

# The first Python that is new enough, as the file that it really is (no version manager's
# stand-in, and the one below where a virtual environment is active).
find_python() {
    if [ -n "${PYTHON-}" ]; then
        set -- "${PYTHON}"
    elif [ -n "${system}" ]; then # never one that a user has of their own
        set -- /usr/bin/python3 /usr/local/bin/python3 /usr/bin/python3.14 \
            /usr/bin/python3.13 /usr/bin/python3.12 /usr/bin/python3.11
    else
        set -- python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3
    fi
    for candidate in "$@"; do
        "${candidate}" -I -c '
import sys
if sys.version_info < (3, 11):
    sys.exit(1)
print(getattr(sys, "_base_executable", sys.executable))
' 2>/dev/null && return
    done
    return 1
}

# Whether a Python may serve everybody: all may run it, and only root can change it or put
# another in its place. Names the first place on the way to it that is not so.
is_for_all() {
    "$1" -I -c '
import os, stat, sys
for path in (os.path.realpath(sys.executable), os.__file__):
    while path != os.path.dirname(path):
        facts = os.stat(path)
        mode = 0o5 if stat.S_ISDIR(facts.st_mode) else 0o4
        if facts.st_uid or facts.st_mode & 0o22 or facts.st_mode & mode != mode:
            sys.exit(path)
        path = os.path.dirname(path)
'
}

# The command that installs packages here, as far as a person can be told.
installer() {
    for manager in 'apt install' 'dnf install' 'zypper install' 'pacman -S' 'apk add'; do
        if has "${manager%% *}"; then
            printf 'sudo %s' "${manager}"
            return
        fi
    done
    printf 'brew install'
}

# Fill the new environment by what there is: uv, else the pip that venv brings, else (Debian
# without python3-venv) a pip that lies elsewhere. What they say is kept for when all fail.
fill() {
    if has uv; then
        uv venv --quiet --no-project --allow-existing --python "${python:->=3.11}" "${new}" &&
            uv pip install --quiet --python "${new}/bin/python" "${checkout}" && return
        clear_new
    fi
    [ -n "${python}" ] || return
    if "${python}" -I -m venv "${new}" >/dev/null; then
        "${new}/bin/python" -I -m pip install --quiet "${checkout}" && return
    elif "${python}" -I -m pip --version >/dev/null; then
        clear_new
        "${python}" -I -m venv --without-pip "${new}" &&
            "${python}" -I -m pip --python "${new}/bin/python" install --quiet "${checkout}" &&
            return
    else
        hint="$(installer) python3-venv"
        printf '%s has neither venv nor pip\n' "${python}"
    fi
    return 1
}

clear_new() {
    rm -rf "${new}"
    mkdir "${new}"
}

# ----------------------------------------------------------------------------
# What was installed goes by its own hand, or from here where it has lost its Python: for
# that any Python will do.
# ----------------------------------------------------------------------------

if [ -n "${uninstall}" ]; then
    set -- uninstall
    [ -z "${system}" ] || set -- "$@" --system --root "${root:-/}"
    [ -z "${home}" ] || export XDG_DATA_HOME="${home}/share"
    if "${share}/venv/bin/python" -I -c 'import pep668hook.removal' 2>/dev/null; then
        exec "${share}/venv/bin/python" -I -m pep668hook "$@"
    fi
    python=$(find_python) || stop 'could not find Python 3.11 or newer' "$(installer) python3"
    exec "${python}" -I -B -c '
import sys
sys.path.insert(0, sys.argv.pop(1))
from pep668hook.cli import main
sys.exit(main())
' "${checkout}" "$@"
fi

python=$(find_python) || { [ -z "${system}" ] && has uv; } || # which can bring one of its own
    stop 'could not find Python 3.11 or newer' \
        "$(installer) python3, or PYTHON=/path/to/python3 sh install.sh"
if [ -n "${system}" ]; then
    [ -n "${root}" ] || amiss=$(is_for_all "${python}" 2>&1) ||
        stop "${python} is not for all users to run: ${amiss} is not root's alone, or not open" \
            'PYTHON=/usr/bin/python3 sh install.sh --system'
    export UV_LINK_MODE=copy # no file is shared with the cache of a user
fi

say "installing into ${share} (half a minute or so)"
mkdir -p "${share}"
new=$(mktemp -d "${share}/venv-XXXXXX")
chmod 755 "${new}"
hint=
if ! fill >"${new}.log" 2>&1; then
    cat "${new}.log" >&2
    stop 'could not install; what was there before is as it was' ${hint:+"${hint}"}
fi
helper=${new}/bin/python
"${helper}" -I -c 'import pep668hook.cli, pexpect, psutil, rich, virtualenv' ||
    stop 'the packages went elsewhere' "$(quoted "${helper}") -m pip config list"
"${helper}" -I -m compileall -q "${new}/lib" >/dev/null || :

# The command, in place of the one that pip made: isolated, and at home under any path. Its
# doctor works where this Python does not.
cat >"${new}/bin/pep668hook" <<END
#!/bin/sh
helper=$(quoted "${share}/venv/bin/python")
doctor=$(quoted "${share}/doctor.sh")
if [ "\${1-}" = doctor ] && [ -r "\${doctor}" ]; then
    shift
    exec sh "\${doctor}" "\${helper}" "\$@"
fi
exec "\${helper}" -I -m pep668hook "\$@"
END

# From here on the new environment is the one in use.
if [ -n "${system}" ]; then
    chmod -R u=rwX,go=rX "${new}"
    "${helper}" -I -m pep668hook install --system --root "${root:-/}" ||
        stop "could not write to ${share}, or to a file in ${root}/etc"
else
    XDG_DATA_HOME=${share%/*} "${helper}" -I -m pep668hook install --no-rc >/dev/null ||
        stop "could not write to ${share}"
fi
kept=${new}
new=
for old in "${share}"/venv-*; do
    [ "${old}" = "${kept}" ] || rm -rf "${old}"
done
mkdir -p "${bin}"
ln -sf "${share}/venv/bin/pep668hook" "${link}"
helper=${share}/venv/bin/python
say "installed; the command is ${link}"
case :${PATH}: in
    *":${bin}:"*) ;;
    *) say "${bin} is not on your PATH: until it is, call it by that name" ;;
esac

# ----------------------------------------------------------------------------
# The rc file, and what is left to do.
# ----------------------------------------------------------------------------

if [ -n "${system}" ]; then
    say 'new shells of all users have it'
    exit
fi
if [ -n "${rc}" ]; then
    # By exec: then the shell that it finds above itself is the person's, not this one.
    exec "${helper}" -I -m pep668hook install ${shell:+"${shell##*/}"}
fi
shell=${shell:-${SHELL-}}
snippet=${share}/pep668hook.${shell##*/}
[ -r "${snippet}" ] || snippet=${share}/pep668hook.bash
say "next: load it in a shell: . $(quoted "${snippet}")"
