using System.Runtime.InteropServices;
using System.Text;
using Flapjack.ReferenceBackend.Sse;
using LocalComputers.Journals;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Tests.Journals;

/// <summary>A journal whose disk takes no more: only the frames that say how it ended go on, in memory, and what is on the disk stays whole.</summary>
public sealed partial class JournalOnAFullDiskTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly JournalDisk _disk = new();

    private string Name => Path.Combine(_folder.Path, "journal");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Last_frames_are_read_from_memory_by_those_who_wait_and_by_those_who_come_later()
    {
        using var journal = NewJournal();
        Append(journal, "one");
        using var waiting = journal.OpenReader();
        _disk.IsFull = true;

        journal.Invoking(it => Append(it, "lost")).Should().Throw<IOException>();
        AppendSurely(journal, "two");
        AppendSurely(journal, "three");
        journal.Complete();

        (await ReadAsync(waiting)).Should().Be(Frame(1, "one") + Frame(2, "two") + Frame(3, "three"));
        foreach (var (after, expected) in new[] { (1, Frame(2, "two") + Frame(3, "three")), (2, Frame(3, "three")), (3, "") })
        {
            using var later = journal.OpenReader(after);
            (await ReadAsync(later)).Should().Be(expected);
        }
    }

    [Fact]
    public void What_is_on_the_disk_is_whole_for_the_next_process()
    {
        using (var journal = NewJournal())
        {
            Append(journal, "one");
            _disk.IsFull = true;
            AppendSurely(journal, "two");
            _disk.IsFull = false;
            Append(journal, "three");
            journal.Dispose();

            var next = Journal.Reopen(Name, new SseFormat(""));
            next.Complete();
            next.Count.Should().Be(1, "what follows a frame that is only in memory would have the wrong number on the disk");
        }
    }

    [Fact]
    public async Task A_frame_of_which_the_disk_took_a_part_leaves_no_trace()
    {
        using var journal = NewJournal();
        Append(journal, "one");
        _disk.IsFull = true;
        journal.Invoking(it => Append(it, new string('x', 5_000))).Should().Throw<IOException>();
        _disk.IsFull = false;
        Append(journal, "two");
        journal.Dispose();

        var next = Journal.Reopen(Name, new SseFormat(""));
        next.Complete();
        using var reader = next.OpenReader();
        (await ReadAsync(reader)).Should().Be(Frame(1, "one") + Frame(2, "two"));
    }

    [Fact]
    public void What_the_disk_took_of_a_frame_is_cut_off_at_once()
    {
        // Each frame has a file of its own.
        using var journal = new Journal(Name, new SseFormat(""), fileSize: 1, write: _disk.Write);
        Append(journal, "one");
        _disk.IsFull = true;

        journal.Invoking(it => Append(it, new string('x', 5_000))).Should().Throw<IOException>();

        Directory.GetFiles(_folder.Path).Where(file => Path.GetExtension(file) != ".more").Select(file => new FileInfo(file).Length).Should().BeEquivalentTo([0, Frame(1, "one").Length]);
    }

    [Fact]
    public async Task Frames_in_memory_are_read_though_the_files_are_gone()
    {
        using var journal = NewJournal();
        Append(journal, "one");
        _disk.IsFull = true;
        AppendSurely(journal, "two");
        journal.Complete();
        File.Delete(Name + ".0");

        using var reader = journal.OpenReader(after: 1);

        (await ReadAsync(reader)).Should().Be(Frame(2, "two"));
    }

    [Fact]
    public void What_can_not_be_cut_off_at_once_is_cut_off_before_the_next_frame()
    {
        SafeFileHandle? written = null;
        var breaks = false;
        void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long position)
        {
            RandomAccess.Write(file, breaks ? bytes[..1_000] : bytes, position);
            written = file;
            if (breaks)
            {
                // The kernel cuts no file through a descriptor that can only read.
                using var reading = File.OpenHandle(Name + ".0", share: FileShare.ReadWrite);
                dup2(reading, file);
                throw JournalDisk.NoSpaceLeft;
            }
        }

        using var journal = new Journal(Name, new SseFormat(""), write: Write);
        Append(journal, "one");
        breaks = true;
        journal.Invoking(it => Append(it, new string('x', 5_000))).Should().Throw<IOException>().Which.HResult.Should().Be(28, "the cause is told, and not what it led to");
        new FileInfo(Name + ".0").Length.Should().BeGreaterThan(1_000);
        breaks = false;
        using (var writing = File.OpenHandle(Name + ".0", access: FileAccess.Write, share: FileShare.ReadWrite))
        {
            dup2(writing, written!);
        }

        Append(journal, "two");

        File.ReadAllText(Name + ".0").Should().Be(Frame(1, "one") + Frame(2, "two"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public async Task However_much_the_disk_took_of_a_frame_that_failed_the_frame_is_not_there_and_the_last_ones_are(int takes)
    {
        var disk = new JournalDisk { Takes = takes };
        using var journal = new Journal(Name, new SseFormat(""), write: disk.Write);
        Append(journal, "one");
        disk.IsFull = true;
        journal.Invoking(it => Append(it, "lost")).Should().Throw<IOException>();
        AppendSurely(journal, "two");
        journal.Complete();
        using var reader = journal.OpenReader();
        (await ReadAsync(reader)).Should().Be(Frame(1, "one") + Frame(2, "two"));
        journal.Dispose();

        var next = Journal.Reopen(Name, new SseFormat(""));
        next.Complete();
        using var later = next.OpenReader();
        (await ReadAsync(later)).Should().Be(Frame(1, "one"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task A_file_that_has_lost_its_end_is_a_gap_and_not_the_end(long length)
    {
        using var journal = NewJournal();
        Append(journal, "one");
        Append(journal, "two");
        journal.Complete();
        using var reader = journal.OpenReader();
        using (var file = new FileStream(Name + ".0", FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(length);
        }

        await this.Awaiting(_ => reader.ReadAllAsync()).Should().ThrowAsync<JournalGapException>();
        journal.Invoking(it => it.OpenReader(1)).Should().Throw<JournalGapException>();
    }

    private Journal NewJournal() => new(Name, new SseFormat(""), write: _disk.Write);

    private static void Append(Journal journal, string chunk) => journal.Append("stdout"u8, chunk, static (json, chunk) => json.WriteString("chunk"u8, chunk));

    private static void AppendSurely(Journal journal, string chunk) =>
        journal.AppendSurely("stdout"u8, chunk, static (json, chunk) => json.WriteString("chunk"u8, chunk));

    private static string Frame(int number, string chunk) => $"id: {number}\nevent: stdout\ndata: {{\"chunk\":\"{chunk}\"}}\n\n";

    private static async Task<string> ReadAsync(JournalReader reader) => Encoding.UTF8.GetString(await reader.ReadAllAsync());

    [LibraryImport("libc")]
    private static partial int dup2(SafeFileHandle from, SafeFileHandle to);
}
