using LocalComputers.Journals;

namespace LocalComputers.Computers.Exec;

/// <summary>What a command needs while it waits for its start, runs, or is read.</summary>
/// <param name="Journal">Its journal, open.</param>
/// <param name="Readers">Its readers.</param>
/// <param name="Stop">Stops it.</param>
internal sealed record ExecUse(Journal Journal, ReaderWatch Readers, ExecStop Stop);
