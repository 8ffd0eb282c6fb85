using System.Text;

namespace Flapjack.ReferenceBackend.Computers.Journals;

/// <summary>A journal's last frame, which tells how it all ended, if it did.</summary>
/// <param name="Event">The event's name.</param>
/// <param name="Data">The event's JSON.</param>
internal sealed record LastFrame(string Event, string Data)
{
    /// <summary>Null when there is no frame yet.</summary>
    public static LastFrame? Of(Journal journal)
    {
        if (journal.Count == 0)
        {
            return null;
        }

        using var reader = journal.OpenReader(journal.Count - 1);
        var frame = new MemoryStream();
        var block = new byte[16 * 1024];
        do
        {
            var count = reader.TryRead(block, out _);
            frame.Write(block.AsSpan(0, count));
            reader.Advance(count);
        }
        while (!frame.GetBuffer().AsSpan(0, (int)frame.Length).EndsWith("\n\n"u8));

        var lines = Encoding.UTF8.GetString(frame.GetBuffer(), 0, (int)frame.Length).Split('\n');
        return new(lines[1]["event: ".Length..], lines[2]["data: ".Length..]);
    }
}
