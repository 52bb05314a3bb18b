# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2154,SC2207

# Sets word to that one of the words behind it which $1 is, or begins alone.
_dsmipctl_resolve() {
	local text=$1 candidate found=

	shift
	word=
	for candidate; do
		if [[ $candidate == "$text" ]]; then
			word=$candidate
			return 0
		fi
		if [[ -n $text && $candidate == "$text"* ]]; then
			[[ -z $found ]] || return 1
			found=$candidate
		fi
	done
	word=$found
	[[ -n $found ]]
}

# The values that a key can have here.
_dsmipctl_values() {
	case $1 in
	dev)
		"${ctl[@]}" -o link show 2>/dev/null |
			while read -r _ dev _; do echo "$dev"; done
		;;
	netdev)
		ip "${ctl[@]:1}" -o link show 2>/dev/null |
			while IFS=' :@' read -r _ dev _; do echo "$dev"; done
		;;
	home)
		"${ctl[@]}" -o binding show 2>/dev/null | head -n 200 |
			while read -ra line; do
				for ((n = 0; n < ${#line[@]} - 1; n++)); do
					[[ ${line[n]} != home ]] ||
						echo "${line[n + 1]}"
				done
			done
		;;
	encap) echo "$_dsmipctl_encaps" ;;
	onoff) echo on off ;;
	dscp) echo inherit ;;
	security) echo "$_dsmipctl_securities" ;;
	spi) echo none ;;
	algorithm) echo "$_dsmipctl_algorithms" ;;
	replay) echo "$_dsmipctl_replays" ;;
	level) echo "$_dsmipctl_levels" ;;
	file) compgen -f -- "$cur" ;;
	object) echo "$_dsmipctl_objects" ;;
	esac
}

# What can follow the words of a command that are already there.
_dsmipctl_command() {
	local object verb verbs key keys type given=' ' word first=1
	local -a args=("$@")
	local -i i=0

	if ((${#args[@]} == 0)); then
		echo "$_dsmipctl_objects"
		return
	fi
	# shellcheck disable=SC2086
	_dsmipctl_resolve "${args[0]}" $_dsmipctl_objects || return
	object=$word
	i=1
	verb=$(_dsmipctl_otherwise "$object")
	if ((${#args[@]} == 1)); then
		_dsmipctl_verbs "$object"
	else
		verbs=$(_dsmipctl_verbs "$object")
		# shellcheck disable=SC2086
		if _dsmipctl_resolve "${args[1]}" $verbs; then
			verb=$word
			i=2
		fi
	fi
	keys=$(_dsmipctl_keys "$object" "$verb")
	local -a all=() names=()
	read -ra all <<<"$keys"
	names=("${all[@]//[+*]/}")

	while ((i < ${#args[@]})); do
		if [[ -n $first && ${all[0]} == +* && ${args[i]} != "${names[0]}" ]]; then
			key=${names[0]}
			type=
		elif _dsmipctl_resolve "${args[i]}" "${names[@]}"; then
			key=$word
			type=$(_dsmipctl_type "$object" "$key")
		else
			return
		fi
		first=
		given+="$key "
		i+=1
		if [[ -n $type && $type != flag ]]; then
			if ((i == ${#args[@]})); then
				_dsmipctl_values "$type"
				return
			fi
			i+=1
		fi
	done
	for key in "${all[@]}"; do
		if [[ -n $first && $key == +* && "$object $verb" != 'link add' ]]; then
			_dsmipctl_values "$(_dsmipctl_type "$object" \
				"${key//[+*]/}")"
		elif [[ $key == *\** || $given != *" ${key//[+*]/} "* ]]; then
			echo "${key//[+*]/}"
		fi
	done
}

_dsmipctl() {
	local cur prev words cword
	local -a args=() ctl=("${COMP_WORDS[0]}")
	local -i i

	_init_completion -n := || return
	case $prev in
	-n | -netns)
		COMPREPLY=($(compgen -W "$(ip netns list 2>/dev/null |
			while read -r name _; do echo "$name"; done)" -- "$cur"))
		return
		;;
	-b | -batch | -S | -socket)
		_filedir
		return
		;;
	-w | -wait)
		return
		;;
	esac
	case $cur in
	-c=* | -color=*)
		COMPREPLY=($(compgen -P "${cur%%=*}=" -W 'auto always never' \
			-- "${cur#*=}"))
		return
		;;
	-*)
		COMPREPLY=($(compgen -W "$_dsmipctl_options" -- "$cur"))
		return
		;;
	esac
	for ((i = 1; i < cword; i++)); do
		case ${words[i]} in
		-n | -netns)
			i+=1
			ctl+=(-n "${words[i]}")
			;;
		-*)
			[[ $_dsmipctl_options_arg != *" ${words[i]} "* ]] || i+=1
			;;
		*)
			args+=("${words[i]}")
			;;
		esac
	done
	COMPREPLY=($(compgen -W "$(_dsmipctl_command "${args[@]}")" -- "$cur"))
	__ltrim_colon_completions "$cur"
}

complete -F _dsmipctl dsmipctl
