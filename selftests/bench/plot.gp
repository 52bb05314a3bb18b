# SPDX-License-Identifier: GPL-2.0
#
# Two figures a kernel: the formats, and the number of nodes. Set by report.py:
# out, kernel, formats, nodes, and what plain IPv6 takes: forwarding, flowtable.

set style data histograms
set style histogram clustered gap 1
set style fill solid 0.8 border -1
set boxwidth 0.9
set grid ytics
set key top left
set offsets 0, 0, graph 0.4, 0
set tics nomirror
set xtics rotate by -25
array ways[2] = ["down", "up"]
array names[2] = ["towards the node", "from the node"]

do for [type in "svg png"] {
	if (type eq "svg") {
		set terminal svg size 900,760 font "sans,11" background "white"
	} else {
		set terminal pngcairo size 900,760 font "sans,10"
	}
	set output out."/performance-".kernel.".".type
	set multiplot layout 2,2 title "Instructions above the floor, 128-byte packets, Linux ".kernel
	set ylabel "instructions"
	set yrange [0:*]
	do for [i=1:2] {
		set title names[i]
		plot formats.".".ways[i] using 2:xtic(1) title "kernel's tunnel", \
			"" using 3 title "dsmip device", \
			"" using 4 title "dsmip fast path", \
			forwarding with lines linewidth 2 title "IPv6 forwarding", \
			flowtable with lines linewidth 2 title "the same, flowtable"
	}
	set xlabel "nodes"
	set logscale x
	set xrange [0.7:2000000]
	set xtics norotate ("1" 1, "100" 100, "1k" 1000, "100k" 100000, "1M" 1000000)
	do for [i=1:2] {
		set title "6-in-UDP, ".names[i]
		plot nodes.".".ways[i] index 0 using 1:2 with linespoints title "sit+fou devices", \
			"" index 1 using 1:2 with linespoints title "dsmip device", \
			"" index 2 using 1:2 with linespoints title "dsmip fast path"
	}
	unset logscale
	unset xlabel
	set xrange [*:*]
	set xtics rotate by -25 autofreq
	unset multiplot
	set output
}
