using System.Text;
using Flapjack.ReferenceBackend.Sse;
using LocalComputers.Journals;

namespace LocalComputers.Tests.Journals;

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
        var format = new SseFormat("");
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

        var found = positions.Select((_, i) => index.Find(i + 1, Read, format)).ToArray();

        found.Should().Equal(positions.Select(position => (long)position));
    }

    [Fact]
    public void What_the_list_holds_does_not_grow_with_the_files_that_are_gone()
    {
        const int FrameSize = 32 * 1024;
        const int FramesOfAFile = 8;
        var index = new JournalIndex();
        var most = 0;
        for (var n = 0; n < 1_000; n++)
        {
            index.Add(n + 1, (long)n * FrameSize, beginsFile: n % FramesOfAFile == 0);
            if (n % FramesOfAFile == 0)
            {
                // The file before this one stays.
                index.TrimBefore((long)Math.Max(0, n - FramesOfAFile) * FrameSize);
            }

            most = Math.Max(most, index.Count);
        }

        most.Should().Be(2 * FramesOfAFile / 2);
        FluentActions.Invoking(() => index.Find(980, (_, _) => 0, new SseFormat(""))).Should().Throw<JournalGapException>();
        index.Find(985, (_, _) => 0, new SseFormat("")).Should().Be(984L * FrameSize);
    }

    [Fact]
    public void A_frame_is_found_by_reading_64_KiB_at_most_and_without_an_entry_for_each_frame()
    {
        const int FrameSize = 1024;
        var index = new JournalIndex();
        var format = new SseFormat("");
        for (var n = 0; n < 256; n++)
        {
            index.Add(n + 1, n * FrameSize, beginsFile: n == 100);
        }

        var reads = new List<long>();
        int Read(long position, Span<byte> buffer)
        {
            reads.Add(position / FrameSize);
            buffer.Fill((byte)'x');
            for (var end = FrameSize; end <= buffer.Length; end += FrameSize)
            {
                "\n\n"u8.CopyTo(buffer[(end - 2)..]);
            }

            return buffer.Length;
        }

        var found = Enumerable.Range(0, 256).Select(n => index.Find(n + 1, Read, format)).ToArray();

        found.Should().Equal(Enumerable.Range(0, 256).Select(n => (long)n * FrameSize));
        // Frames with an entry are not read for.
        reads.Should().HaveCount(256 - 5).And.OnlyContain(frame => frame == 0 || frame == 64 || frame == 100 || frame == 164 || frame == 228);
    }
}
