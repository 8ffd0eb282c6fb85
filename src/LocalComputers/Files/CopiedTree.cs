namespace LocalComputers.Files;

/// <summary>A copy of a tree.</summary>
/// <param name="Bytes">What it takes on the disk. Blocks that it shares with other files count too.</param>
/// <param name="Skipped">How many entries it does not have, because nothing can be copied of them: pipes, sockets, devices, places where another disk begins.</param>
/// <param name="FirstSkipped">The path of the first of these; null if there are none.</param>
internal sealed record CopiedTree(long Bytes, int Skipped, string? FirstSkipped);
