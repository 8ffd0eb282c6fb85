namespace LocalComputers.Journals;

/// <summary>A reader of a journal whose readers are counted; dispose it when the caller has left.</summary>
/// <param name="reader">The reader.</param>
/// <param name="readers">Counts the readers.</param>
/// <param name="left">Called when the caller has left; null for nothing.</param>
internal sealed class JournalAttachment(JournalReader reader, ReaderWatch readers, Action? left = null) : IDisposable
{
    public JournalReader Reader => reader;

    public void Dispose()
    {
        reader.Dispose();
        readers.Leave();
        left?.Invoke();
    }
}
