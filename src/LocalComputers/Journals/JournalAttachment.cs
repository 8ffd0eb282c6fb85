namespace LocalComputers.Journals;

/// <summary>A reader of a journal whose readers are counted; dispose it when the caller has left.</summary>
internal sealed class JournalAttachment(JournalReader reader, ReaderWatch readers) : IDisposable
{
    public JournalReader Reader => reader;

    public void Dispose()
    {
        reader.Dispose();
        readers.Leave();
    }
}
