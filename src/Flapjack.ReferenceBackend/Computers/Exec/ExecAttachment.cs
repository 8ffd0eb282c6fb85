using Flapjack.ReferenceBackend.Computers.Journals;

namespace Flapjack.ReferenceBackend.Computers.Exec;

/// <summary>A reader of a running command; dispose it when the caller has left.</summary>
internal sealed class ExecAttachment(ExecRun run, JournalReader reader) : IDisposable
{
    public JournalReader Reader => reader;

    public void Dispose()
    {
        reader.Dispose();
        run.Detach();
    }
}
