namespace LocalComputers.Isolation;

/// <summary>What a program is started with that only counts inside the isolation.</summary>
/// <param name="WorkingDirectory">Its working directory, by the path that it has inside.</param>
/// <param name="VariablesFile">
/// A file of the host with what <see cref="Bubblewrap.Variables"/> gives; null for no variables. Variables that a caller chooses must not be in the
/// environment of bubblewrap itself: an LD_PRELOAD would be loaded into the programs that make the isolation, outside of it.
/// </param>
internal sealed record InsideStart(string WorkingDirectory, string? VariablesFile);
