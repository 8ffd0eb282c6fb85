using System.Text;
using Flapjack.ReferenceBackend.Sse;
using LocalComputers.Journals;

namespace LocalComputers.Tests.Journals;

public sealed class JournalTests : IDisposable
{
    private const int Mebibyte = 1024 * 1024;

    private readonly string _folder = Directory.CreateTempSubdirectory("flapjack-journal-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_frame_is_found_across_the_borders_of_the_files()
    {
        using var journal = NewJournal();
        var frames = Fill(journal, 20 * Mebibyte, seed: 1);
        journal.Complete();
        var files = Directory.GetFiles(_folder).Select(Path.GetExtension).ToArray();
        var whole = string.Concat(frames);

        // The beginning of each, and all of some.
        var position = 0;
        for (var n = 0; n < frames.Count; n++)
        {
            using var reader = journal.OpenReader(n);
            var block = new byte[64];
            var count = await reader.ReadAsync(block, CancellationToken.None);
            Encoding.UTF8.GetString(block, 0, count).Should().Be(whole.Substring(position, count), $"that is the beginning of frame {n + 1}");
            position += frames[n].Length;
        }

        files.Should().HaveCount(3 + 1).And.Contain(".more");
        foreach (var n in new[] { 0, 1, frames.Count / 3, frames.Count / 2, frames.Count - 1, frames.Count })
        {
            using var reader = journal.OpenReader(n);
            (Encoding.UTF8.GetString(await reader.ReadAllAsync()) == string.Concat(frames[n..])).Should().BeTrue($"that is all behind frame {n}");
        }
    }

    [Fact]
    public void A_frame_that_does_not_exist_yet_can_not_be_resumed_from()
    {
        using var journal = NewJournal();
        Append(journal, "one");

        journal.Invoking(j => j.OpenReader(1).Dispose()).Should().NotThrow();
        journal.Invoking(j => j.OpenReader(2)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Of_the_latest_bytes_every_frame_is_kept_and_those_before_them_are_a_gap(int seed)
    {
        const int Keep = 3 * Mebibyte;
        using var journal = new Journal(Path.Combine(_folder, "kept"), new SseFormat(""), Keep);
        var frames = Fill(journal, 20 * Mebibyte, seed);
        journal.Complete();
        var sizes = frames.Select(frame => (long)frame.Length).ToArray();
        var onDisk = Directory.GetFiles(_folder).Sum(file => new FileInfo(file).Length);
        var length = sizes.Sum();

        var position = 0L;
        for (var n = 0; n < frames.Count; n++)
        {
            var exists = position >= length - onDisk;
            if (exists)
            {
                using var reader = journal.OpenReader(n);
                reader.Position.Should().Be(position, $"frame {n + 1} is still there");
            }
            else
            {
                journal.Invoking(j => j.OpenReader(n)).Should().Throw<JournalGapException>($"frame {n + 1} is gone");
            }

            position += sizes[n];
        }

        onDisk.Should().BeInRange(Keep, Keep + (8 * Mebibyte) + Mebibyte);
        using var first = journal.OpenReader(frames.Count - 1);
        Encoding.UTF8.GetString(await first.ReadAllAsync()).Should().Be(frames[^1]);
    }

    [Fact]
    public async Task A_reader_whose_next_frames_were_trimmed_is_told_so()
    {
        using var journal = new Journal(Path.Combine(_folder, "trimmed"), new SseFormat(""), Mebibyte);
        using var reader = journal.OpenReader();
        Fill(journal, 30 * Mebibyte, seed: 3);

        await reader.Awaiting(r => r.ReadAsync(new byte[100], CancellationToken.None).AsTask()).Should().ThrowAsync<JournalGapException>();
    }

    [Fact]
    public async Task One_writer_and_ten_readers_see_identical_bytes()
    {
        using var journal = NewJournal();
        var readers = Enumerable.Range(0, 10).Select(n => Task.Run(async () =>
        {
            using var reader = journal.OpenReader();
            return (await reader.ReadAllAsync(blockSize: 100 + (n * 7001))).Sha256();
        })).ToArray();

        var frames = await Task.Run(() => Fill(journal, 12 * Mebibyte, seed: 4));
        journal.Complete();
        var hashes = await Task.WhenAll(readers);

        hashes.Distinct().Should().ContainSingle().Which.Should().Be(Encoding.UTF8.GetBytes(string.Concat(frames)).Sha256());
    }

    [Fact]
    public async Task A_reader_that_waits_is_woken_by_a_frame_and_by_the_end()
    {
        using var journal = NewJournal();
        using var reader = journal.OpenReader();
        var block = new byte[1000];
        var waiting = reader.ReadAsync(block, CancellationToken.None).AsTask();
        waiting.IsCompleted.Should().BeFalse();

        Append(journal, "hello");
        var count = await waiting;
        reader.Advance(count);
        var end = reader.ReadAsync(block, CancellationToken.None).AsTask();
        journal.Complete();

        Encoding.UTF8.GetString(block, 0, count).Should().Be("id: 1\nevent: stdout\ndata: {\"chunk\":\"hello\"}\n\n");
        (await end).Should().Be(0);
    }

    [Fact]
    public async Task A_reader_that_waits_can_be_cancelled_and_loses_nothing()
    {
        using var journal = NewJournal();
        using var reader = journal.OpenReader();
        using var cancelled = new CancellationTokenSource();
        var waiting = reader.ReadAsync(new byte[1000], cancelled.Token).AsTask();

        await cancelled.CancelAsync();
        await waiting.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        Append(journal, "hello");
        journal.Complete();

        Encoding.UTF8.GetString(await reader.ReadAllAsync()).Should().Contain("hello");
    }

    [Fact]
    public async Task The_writer_waits_for_its_fastest_reader_only()
    {
        using var journal = NewJournal();
        using var slow = journal.OpenReader();
        using var fast = journal.OpenReader();
        Fill(journal, Mebibyte + 100_000, seed: 5);

        var room = journal.WaitForRoomAsync(CancellationToken.None).AsTask();
        room.IsCompleted.Should().BeFalse("the journal is more than 1 MiB ahead of both");
        slow.Advance(10_000);
        room.IsCompleted.Should().BeFalse();
        fast.Advance(200_000);
        await room.WaitAsync(TimeSpan.FromSeconds(30));
        fast.Dispose();

        journal.WaitForRoomAsync(CancellationToken.None).AsTask().IsCompleted.Should().BeFalse("now the slow one is the fastest");
    }

    [Fact]
    public async Task The_writer_waits_for_nobody_once_the_last_reader_has_left()
    {
        using var journal = NewJournal();
        var reader = journal.OpenReader();
        Fill(journal, 2 * Mebibyte, seed: 6);
        var room = journal.WaitForRoomAsync(CancellationToken.None).AsTask();
        room.IsCompleted.Should().BeFalse();

        reader.Dispose();
        await room.WaitAsync(TimeSpan.FromSeconds(30));

        journal.WaitForRoomAsync(CancellationToken.None).AsTask().IsCompletedSuccessfully.Should().BeTrue();
    }

    [Fact]
    public async Task A_removed_journal_is_read_to_its_end_by_who_was_there_and_gone_for_who_comes()
    {
        var journal = NewJournal();
        Fill(journal, 9 * Mebibyte, seed: 7);
        journal.Complete();
        var begun = journal.OpenReader();
        begun.Advance(await begun.ReadAsync(new byte[100], CancellationToken.None));
        var fresh = journal.OpenReader();

        journal.Remove();

        journal.Invoking(j => j.OpenReader()).Should().Throw<JournalGapException>();
        journal.Invoking(j => j.OpenReader(5)).Should().Throw<JournalGapException>();
        var whole = await fresh.ReadAllAsync();
        whole.Length.Should().BeGreaterThan(9 * Mebibyte);
        (await begun.ReadAllAsync()).AsSpan().SequenceEqual(whole.AsSpan(100)).Should().BeTrue();
        begun.Dispose();
        fresh.Dispose();
        Directory.GetFiles(_folder).Should().BeEmpty();
    }

    [Fact]
    public async Task A_reader_that_was_attached_before_the_removal_still_gets_a_short_journal_to_its_end()
    {
        var journal = NewJournal();
        Append(journal, "the last words");
        journal.Complete();
        using var reader = journal.OpenReader();

        journal.Remove();

        Encoding.UTF8.GetString(await reader.ReadAllAsync()).Should().Contain("the last words");
    }

    private Journal NewJournal() => new(Path.Combine(_folder, "journal"), new SseFormat(""));

    private static void Append(Journal journal, string chunk) =>
        journal.Append("stdout"u8, chunk, static (json, chunk) => json.WriteString("chunk"u8, chunk));

    /// <summary>Appends frames of very different sizes; returns them as they must come out.</summary>
    private static List<string> Fill(Journal journal, long bytes, int seed)
    {
        var random = new Random(seed);
        var frames = new List<string>();
        for (var length = 0L; length < bytes; length += frames[^1].Length)
        {
            var chunk = new string((char)('a' + random.Next(26)), random.Next(20) switch { 0 => random.Next(200_000), < 10 => random.Next(2_000), _ => random.Next(50_000) });
            Append(journal, chunk);
            frames.Add($$"""
                id: {{frames.Count + 1}}
                event: stdout
                data: {"chunk":"{{chunk}}"}


                """);
        }

        return frames;
    }
}
