namespace Flapjack.ReferenceBackend.Processes;

/// <summary>Which processes belong together, so that they can be ended together.</summary>
/// <param name="MarkerName">The name of a variable that each of them got in its first environment.</param>
/// <param name="MarkerValue">That variable's value, unique to the scope.</param>
/// <param name="RootProcessId">
/// A <see cref="ChildProcess"/> that has not been disposed of; null when there is none, as after a restart of the host.
/// A number that no live <see cref="ChildProcess"/> holds is ignored: it may by now mean a stranger.
/// </param>
internal sealed record ProcessScope(string MarkerName, string MarkerValue, int? RootProcessId);
