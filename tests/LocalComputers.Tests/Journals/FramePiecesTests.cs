using System.Text;
using System.Text.Json;
using Flapjack.ReferenceBackend.Sse;
using LocalComputers.Journals;

namespace LocalComputers.Tests.Journals;

/// <summary>A long text becomes several frames, which are as good as frames that were added one by one.</summary>
public sealed class FramePiecesTests : IDisposable
{
    private const int Size = 32 * 1024;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(Size, 1)]
    [InlineData(Size + (Size / 4) - 1, 1)]
    [InlineData(Size + (Size / 4), 2)]
    [InlineData(3 * Size, 3)]
    [InlineData(4 * Size, 4)]
    [InlineData(9 * Size, 9)]
    public async Task A_text_becomes_as_many_frames_as_it_needs(int length, int frames)
    {
        using var journal = NewJournal();
        journal.AppendText("stdout"u8, "chunk"u8, Encoding.UTF8.GetBytes(new string('x', length)));
        journal.Complete();

        journal.Count.Should().Be(frames);
        var chunks = await ChunksAsync(journal, after: 0);
        chunks.Should().HaveCount(frames).And.OnlyContain(chunk => chunk.Length < Size + (Size / 4));
        string.Concat(chunks).Length.Should().Be(length);
    }

    [Fact]
    public void Frames_of_one_text_are_written_to_the_disk_together()
    {
        var writes = 0;
        using var journal = new Journal(Path.Combine(_folder.Path, "e"), new SseFormat("e:"), write: (file, bytes, offset) =>
        {
            writes++;
            RandomAccess.Write(file, bytes, offset);
        });

        journal.AppendText("stdout"u8, "chunk"u8, Encoding.UTF8.GetBytes(new string('x', FramePieces.AtOnce * Size)));

        (journal.Count, writes).Should().Be((FramePieces.AtOnce, 1));
    }

    [Theory]
    [InlineData("é")]
    [InlineData("✓")]
    [InlineData("😀")]
    [InlineData("a\"é\n✓\\😀")]
    public async Task No_character_is_cut(string unit)
    {
        for (var before = 0; before < 8; before++)
        {
            using var journal = NewJournal($"{unit.Length}-{before}");
            var text = new string('x', before) + string.Concat(Enumerable.Repeat(unit, 5 * Size / Encoding.UTF8.GetByteCount(unit)));
            journal.AppendText("stdout"u8, "chunk"u8, Encoding.UTF8.GetBytes(text));
            journal.Complete();

            (string.Concat(await ChunksAsync(journal, after: 0)) == text).Should().BeTrue($"{before} characters stand before");
        }
    }

    [Fact]
    public async Task A_reader_may_begin_behind_each_of_them_also_after_a_restart()
    {
        var text = string.Concat(Enumerable.Range(0, 40_000).Select(n => $"{n} "));
        var journal = NewJournal();
        journal.AppendText("stdout"u8, "chunk"u8, Encoding.UTF8.GetBytes(text));
        journal.Complete();
        var chunks = await ChunksAsync(journal, after: 0);
        chunks.Count.Should().BeGreaterThan(FramePieces.AtOnce, "they are written at several times");

        foreach (var opened in new[] { journal, Journal.Reopen(Path.Combine(_folder.Path, "e"), new SseFormat("e:")) })
        {
            opened.Count.Should().Be(chunks.Count);
            for (var after = 0; after <= chunks.Count; after++)
            {
                opened.Complete();
                (await ChunksAsync(opened, after)).Should().Equal(chunks.Skip(after));
            }

            opened.Dispose();
        }
    }

    private Journal NewJournal(string name = "e") => new(Path.Combine(_folder.Path, name), new SseFormat("e:"));

    private static async Task<List<string>> ChunksAsync(Journal journal, int after)
    {
        using var reader = journal.OpenReader(after);
        var frames = Encoding.UTF8.GetString(await reader.ReadAllAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        var number = after;
        return [.. frames.Select(frame =>
        {
            frame.Should().StartWith($"id: e:{++number}\nevent: stdout\ndata: ");
            return JsonDocument.Parse(frame.Split('\n')[2]["data: ".Length..]).RootElement.GetProperty("chunk").GetString()!;
        })];
    }
}
