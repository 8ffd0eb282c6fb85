namespace LocalComputers.Computers;

/// <summary>What a look at a computer has seen.</summary>
/// <param name="Facts">The computer itself.</param>
/// <param name="ServerPort">The first port that one of its processes listens on; null when none does.</param>
/// <param name="DiskUsed">How much of its disk is used, in bytes; null when nobody knows.</param>
/// <param name="DiskTotal">How much disk its size stands for, in bytes.</param>
/// <param name="LastTests">The last command that ran tests; null when there was none.</param>
internal sealed record ComputerReport(ComputerFacts Facts, int? ServerPort, long? DiskUsed, long DiskTotal, TestsEnded? LastTests);
