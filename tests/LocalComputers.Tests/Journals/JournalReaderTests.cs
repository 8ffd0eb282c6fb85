using System.Text;
using Flapjack.ReferenceBackend.Sse;
using LocalComputers.Journals;

namespace LocalComputers.Tests.Journals;

/// <summary>A reader of a journal whose files go, break, or were never written.</summary>
public sealed class JournalReaderTests : IDisposable
{
    private const int FileSize = 1_000;

    private readonly TempFolder _folder = new();
    private readonly JournalDisk _disk = new();

    private string Name => Path.Combine(_folder.Path, "inner", "journal");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_reader_that_waits_for_more_learns_that_the_journal_was_removed()
    {
        var journal = NewJournal();
        using var reader = journal.OpenReader();
        var waiting = reader.ReadAsync(new byte[100], CancellationToken.None).AsTask();

        journal.Remove();

        (await waiting.WaitAsync(TimeSpan.FromSeconds(30))).Should().Be(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_somebody_has_removed_is_a_gap(bool withItsFolder)
    {
        using var journal = NewJournal();
        Fill(journal);
        // A reader that was there before would have the frames in memory.
        using var reader = journal.OpenReader();
        Files().ForEach(File.Delete);
        if (withItsFolder)
        {
            Directory.Delete(Path.GetDirectoryName(Name)!);
        }

        reader.Advance(2 * FileSize);

        reader.Invoking(it => it.TryRead(new byte[100], out _)).Should().Throw<JournalGapException>().WithMessage("The frames that follow are no longer kept.");
        // To find the second frame, the first is read.
        journal.Invoking(it => it.OpenReader(after: 1)).Should().Throw<JournalGapException>();
    }

    [Fact]
    public void A_reader_reads_the_file_that_was_there_when_it_came_though_somebody_has_removed_it()
    {
        using var journal = new Journal(Name, new SseFormat(""));
        using var reader = journal.OpenReader();
        Append(journal, "one");
        File.Delete(Name + ".0");
        var block = new byte[100];

        var count = reader.TryRead(block, out _);

        Encoding.UTF8.GetString(block, 0, count).Should().Be(Frame(1, "one"));
    }

    [Fact]
    public void A_disk_that_can_not_be_read_is_a_gap()
    {
        using var journal = NewJournal();
        Fill(journal);
        File.Delete(Name + ".0");
        // Its first page is never mapped, so the kernel answers with an input/output error.
        File.CreateSymbolicLink(Name + ".0", "/proc/self/mem");
        using var reader = journal.OpenReader();

        reader.Invoking(it => it.TryRead(new byte[100], out _)).Should().Throw<JournalGapException>();
        journal.Invoking(it => it.OpenReader(after: 1)).Should().Throw<JournalGapException>();
    }

    [Fact]
    public async Task A_reader_holds_one_file_at_a_time_and_none_once_it_has_left()
    {
        using var journal = NewJournal();
        Fill(journal);
        journal.Complete();
        var reader = journal.OpenReader();
        _folder.OpenFiles().Should().Equal(Name + ".0");

        await reader.ReadAllAsync(blockSize: 100);

        _folder.OpenFiles().Should().ContainSingle().Which.Should().NotBe(Name + ".0");
        reader.Dispose();
        _folder.OpenFiles().Should().BeEmpty();
    }

    [Fact]
    public void A_read_ends_with_its_file()
    {
        using var journal = NewJournal();
        Fill(journal);
        using var reader = journal.OpenReader();

        reader.TryRead(new byte[10 * FileSize], out _).Should().Be((int)new FileInfo(Name + ".0").Length);
    }

    [Fact]
    public async Task What_lies_in_a_file_behind_its_frames_is_not_read()
    {
        using var journal = NewJournal();
        Append(journal, new('x', FileSize));
        Append(journal, "two");
        Append(journal, "three");
        Files().ForEach(file => File.AppendAllText(file, "a part of a frame that the disk had no room for"));
        journal.Complete();
        using var whole = journal.OpenReader();
        using var behind = journal.OpenReader(after: 2);

        Encoding.UTF8.GetString(await whole.ReadAllAsync()).Should().Be(Frame(1, new('x', FileSize)) + Frame(2, "two") + Frame(3, "three"));
        Encoding.UTF8.GetString(await behind.ReadAllAsync()).Should().Be(Frame(3, "three"));
    }

    [Fact]
    public async Task All_readers_that_wait_are_woken()
    {
        using var journal = NewJournal();
        using var first = journal.OpenReader();
        using var second = journal.OpenReader();
        var waiting = new[] { first, second }.Select(reader => reader.ReadAsync(new byte[100], CancellationToken.None).AsTask()).ToArray();

        Append(journal, "one");

        (await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(30))).Should().Equal(43, 43);
    }

    [Fact]
    public void A_journal_loses_its_files_when_it_is_removed_and_its_last_reader_has_left()
    {
        var journal = NewJournal();
        Append(journal, "one");
        journal.OpenReader().Dispose();
        Files().Should().HaveCount(1, "it has not been removed");
        var first = journal.OpenReader();
        var last = journal.OpenReader();

        journal.Remove();
        first.Dispose();
        Files().Should().HaveCount(1, "a reader is left");
        journal.Invoking(it => it.OpenReader()).Should().Throw<JournalGapException>();
        last.Dispose();

        Files().Should().BeEmpty();
        _folder.OpenFiles().Should().BeEmpty();
    }

    [Fact]
    public async Task A_writer_may_be_1_MiB_ahead_and_no_byte_more()
    {
        const int Mebibyte = 1024 * 1024;
        using var journal = NewJournal();
        using var reader = journal.OpenReader();
        Append(journal, new('x', Mebibyte - 40));
        journal.WaitForRoomAsync(CancellationToken.None).AsTask().IsCompletedSuccessfully.Should().BeTrue();

        Append(journal, "");
        // A command has two writers: its output and its errors.
        var (output, errors) = (journal.WaitForRoomAsync(CancellationToken.None).AsTask(), journal.WaitForRoomAsync(CancellationToken.None).AsTask());
        reader.Advance(39);
        (output.IsCompleted, errors.IsCompleted).Should().Be((false, false));
        reader.Advance(1);

        await Task.WhenAll(output, errors).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_journal_that_is_disposed_of_ends_its_readers_and_leaves_its_files()
    {
        var journal = NewJournal();
        Append(journal, "one");
        using var reader = journal.OpenReader();
        var reading = reader.ReadAllAsync();

        journal.Dispose();

        Encoding.UTF8.GetString(await reading).Should().Be(Frame(1, "one"));
        Files().Should().HaveCount(1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    public async Task Frames_in_memory_are_read_however_small_the_block_is(int blockSize)
    {
        using var journal = NewJournal();
        Append(journal, "on the disk");
        _disk.IsFull = true;
        for (var n = 0; n < 3; n++)
        {
            journal.AppendSurely("stdout"u8, n, static (json, n) => json.WriteNumber("n"u8, n));
        }

        journal.Complete();
        using var reader = journal.OpenReader(after: 2);

        Encoding.UTF8.GetString(await reader.ReadAllAsync(blockSize)).Should().Be(
            "id: 3\nevent: stdout\ndata: {\"n\":1}\n\nid: 4\nevent: stdout\ndata: {\"n\":2}\n\n");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16_340)]
    [InlineData(16_341)]
    [InlineData(100_000)]
    public void The_last_frame_is_read_whole_however_long_it_is(int length)
    {
        using var journal = new Journal(Name, new SseFormat(""));
        Append(journal, "before");
        Append(journal, new('x', length));

        journal.Last().Should().Be(new LastFrame("stdout", $$"""{"chunk":"{{new string('x', length)}}"}"""));
    }

    private Journal NewJournal() => new(Name, new SseFormat(""), fileSize: FileSize, write: _disk.Write);

    private static void Fill(Journal journal)
    {
        for (var n = 0; n < 30; n++)
        {
            Append(journal, new('x', 100));
        }
    }

    private static void Append(Journal journal, string chunk) =>
        journal.Append("stdout"u8, chunk, static (json, chunk) => json.WriteString("chunk"u8, chunk));

    private static string Frame(int number, string chunk) => $"id: {number}\nevent: stdout\ndata: {{\"chunk\":\"{chunk}\"}}\n\n";

    private List<string> Files() => [.. Directory.GetFiles(Path.GetDirectoryName(Name)!)];
}
