namespace LocalComputers.Journals;

/// <summary>A reader of a journal whose readers are counted; dispose it when the caller has left.</summary>
/// <param name="reader">The reader.</param>
/// <param name="left">Called when the caller has left.</param>
internal sealed class JournalAttachment(JournalReader reader, Action left) : IDisposable
{
    public JournalReader Reader => reader;

    public void Dispose()
    {
        reader.Dispose();
        left();
    }
}
