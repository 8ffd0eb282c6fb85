namespace Flapjack.ReferenceBackend.Runs;

/// <summary>The run was deleted with its runner, or somebody else has ended it.</summary>
internal sealed class RunGoneException() : Exception("The run is gone.");
