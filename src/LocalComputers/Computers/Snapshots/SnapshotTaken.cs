using LocalComputers.Files;

namespace LocalComputers.Computers.Snapshots;

/// <summary>A copy of a computer's files.</summary>
/// <param name="Tree">The copy.</param>
/// <param name="IsOfOneMoment">Whether every process of the computer stood still meanwhile; if not, only each file is as it was at some moment.</param>
internal sealed record SnapshotTaken(CopiedTree Tree, bool IsOfOneMoment);
