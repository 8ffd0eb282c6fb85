using System.Text;
using Flapjack.ReferenceBackend.Computers.Journals;

namespace Flapjack.ReferenceBackend.Tests.Journals;

public sealed class JournalIndexTests
{
    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1000)]
    [InlineData(7)]
    [InlineData(1)]
    public void Every_frame_is_found_however_little_is_read_at_a_time(int atATime)
    {
        var random = new Random(42);
        var index = new JournalIndex();
        var bytes = new List<byte>();
        var positions = new List<int>();
        for (var n = 1; n <= (atATime < 1000 ? 60 : 400); n++)
        {
            index.Add(n, bytes.Count, beginsFile: false);
            positions.Add(bytes.Count);
            bytes.AddRange(Encoding.UTF8.GetBytes($"id: {n}\nevent: x\ndata: {{\"chunk\":\"{new string('\\', random.Next(9000))}\"}}\n\n"));
        }

        var all = bytes.ToArray();
        int Read(long position, Span<byte> buffer)
        {
            var count = Math.Min(Math.Min(atATime, buffer.Length), all.Length - (int)position);
            all.AsSpan((int)position, count).CopyTo(buffer);
            return count;
        }

        var found = positions.Select((_, i) => index.Find(i + 1, Read)).ToArray();

        found.Should().Equal(positions.Select(position => (long)position));
    }
}
