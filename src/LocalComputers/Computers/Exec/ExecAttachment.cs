using LocalComputers.Journals;

namespace LocalComputers.Computers.Exec;

/// <summary>A reader of a command; dispose it when the caller has left.</summary>
internal sealed class ExecAttachment(JournalReader reader, ReaderWatch readers) : IDisposable
{
    public JournalReader Reader => reader;

    public void Dispose()
    {
        reader.Dispose();
        readers.Leave();
    }
}
