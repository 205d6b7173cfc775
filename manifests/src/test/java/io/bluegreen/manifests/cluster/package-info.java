/**
 * Plays the Job controller and the kubelet: runs the containers of rendered Jobs as
 * processes of this machine.
 */
@NullMarked
package io.bluegreen.manifests.cluster;

import org.jspecify.annotations.NullMarked;
