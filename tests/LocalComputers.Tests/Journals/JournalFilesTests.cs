using Flapjack.ReferenceBackend.Sse;
using LocalComputers.Journals;
using LocalComputers.Storage;

namespace LocalComputers.Tests.Journals;

/// <summary>The files of a journal on the disk: where they can lie, which are held open, and when they go.</summary>
public sealed class JournalFilesTests : IDisposable
{
    private const int FileSize = 1_000;

    private readonly TempFolder _folder = new();

    private string Name => Path.Combine(_folder.Path, "journal");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_that_can_not_be_made_is_told_by_its_path()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "file"), "");

        // The kernel lets nobody make a folder there.
        foreach (var path in new[] { Path.Combine(_folder.Path, "file", "journal"), "/sys/flapjack/journal" })
        {
            FluentActions.Invoking(() => new Journal(path, new SseFormat(""))).Should().Throw<StoreException>().WithMessage($"'{path}' can't be written: *");
        }
    }

    [Fact]
    public void A_second_journal_of_the_same_name_does_not_write_over_the_first()
    {
        using var journal = new Journal(Name, new SseFormat(""));

        FluentActions.Invoking(() => new Journal(Name, new SseFormat(""))).Should().Throw<StoreException>();
    }

    [Fact]
    public void Only_the_last_file_is_held_open_and_none_once_the_journal_is_complete()
    {
        using var journal = NewJournal();
        Fill(journal, frames: 30);

        _folder.OpenFiles().Should().Equal(Files()[^1]);
        journal.Complete();
        _folder.OpenFiles().Should().BeEmpty();
    }

    [Fact]
    public void A_file_is_followed_by_the_next_once_it_has_its_size_and_not_before()
    {
        using var journal = NewJournal();
        // Without its text a frame has 40 bytes.
        Append(journal, new('x', FileSize - 40 - 1));
        Append(journal, "x");
        Append(journal, new('x', FileSize - 40));
        Append(journal, "x");

        Files().Select(file => (Path.GetExtension(file), new FileInfo(file).Length)).Should().Equal((".0", 1_040), (".410", 1_000), (".7f8", 41));
    }

    [Fact]
    public void Of_the_latest_bytes_a_file_goes_as_soon_as_the_files_behind_it_hold_them()
    {
        using var journal = new Journal(Name, new SseFormat(""), keep: 2 * FileSize, FileSize);
        for (var n = 0; n < 3; n++)
        {
            Append(journal, new('x', FileSize - 40));
        }

        Files().Select(Path.GetExtension).Should().Equal(".3e8", ".7d0");
    }

    [Fact]
    public void The_frames_of_a_file_that_is_gone_are_a_gap()
    {
        using var journal = new Journal(Name, new SseFormat(""), keep: 2 * FileSize, FileSize);
        for (var n = 0; n < 10; n++)
        {
            Append(journal, new('x', (FileSize / 2) - 40));
        }

        Files().Select(Path.GetExtension).Should().Equal(".bb8", ".fa0");
        for (var after = 0; after < 6; after++)
        {
            journal.Invoking(it => it.OpenReader(after)).Should().Throw<JournalGapException>();
        }

        journal.OpenReader(6).Dispose();
    }

    [Fact]
    public void With_all_its_files_a_journal_is_as_long_as_it_may_be_before_any_goes()
    {
        using var journal = new Journal(Name, new SseFormat(""), keep: 2 * FileSize, FileSize);
        Append(journal, new('x', FileSize - 40));
        Append(journal, new('x', FileSize - 40));

        Files().Should().HaveCount(2);
        using var reader = journal.OpenReader();
        reader.Position.Should().Be(0);
    }

    [Fact]
    public void A_journal_whose_folder_somebody_has_removed_is_disposed_of_without_an_error()
    {
        var folder = Path.Combine(_folder.Path, "inner");
        var journal = new Journal(Path.Combine(folder, "journal"), new SseFormat(""));
        Append(journal, "x");
        Directory.Delete(folder, recursive: true);

        journal.Invoking(it => it.Dispose()).Should().NotThrow();
    }

    [Fact]
    public void A_journal_lies_only_where_a_file_of_its_own_does()
    {
        File.WriteAllText(Name + ".ring", "");
        File.WriteAllText(Name + "2.0", "");
        JournalFiles.AreAt(Name).Should().BeFalse();
        JournalFiles.AreAt(Path.Combine(_folder.Path, "none", "journal")).Should().BeFalse();

        File.WriteAllText(Name + ".a0", "");
        JournalFiles.AreAt(Name).Should().BeTrue();
        JournalFiles.RemoveAt(Name);

        JournalFiles.AreAt(Name).Should().BeFalse();
        Files().Select(Path.GetFileName).Should().BeEquivalentTo("journal.ring", "journal2.0");
    }

    [Fact]
    public void A_journal_of_one_file_is_found_without_a_look_at_the_other_files_of_its_folder()
    {
        using (var journal = NewJournal())
        {
            Fill(journal, frames: 1);
            journal.Complete();
        }

        // A look at the folder would find this file, and would tell of a gap between the two.
        File.WriteAllText(Name + ".fff", "");
        using (var journal = Journal.Reopen(Name, new SseFormat(""), fileSize: FileSize))
        {
            journal.OpenReader().Position.Should().Be(0);
        }

        JournalFiles.RemoveAt(Name);
        Files().Should().Equal(Name + ".fff");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public void All_files_of_a_journal_go_with_it(int frames)
    {
        var journal = NewJournal();
        Fill(journal, frames);
        journal.Remove();
        Directory.GetFiles(_folder.Path).Should().BeEmpty();

        using (journal = NewJournal())
        {
            Fill(journal, frames);
            journal.Complete();
        }

        JournalFiles.RemoveAt(Name);
        Directory.GetFiles(_folder.Path).Should().BeEmpty();
    }

    [Fact]
    public void The_files_of_a_journal_that_an_earlier_version_wrote_are_found_without_a_marker()
    {
        using (var journal = new Journal(Name, new SseFormat("")))
        {
            for (var n = 0; n < 10; n++)
            {
                Append(journal, new('x', 1024 * 1024));
            }

            journal.Complete();
        }

        File.Delete(Name + ".more");
        using (var journal = Journal.Reopen(Name, new SseFormat("")))
        {
            journal.Count.Should().Be(10);
        }
    }

    private Journal NewJournal() => new(Name, new SseFormat(""), fileSize: FileSize);

    private static void Fill(Journal journal, int frames)
    {
        for (var n = 0; n < frames; n++)
        {
            Append(journal, new('x', 100));
        }
    }

    private static void Append(Journal journal, string chunk) =>
        journal.Append("stdout"u8, chunk, static (json, chunk) => json.WriteString("chunk"u8, chunk));

    // Without the empty file that says that there is more than one.
    private string[] Files() => [.. Directory.GetFiles(_folder.Path).Where(file => Path.GetExtension(file) != ".more").OrderBy(file => file.Length).ThenBy(file => file, StringComparer.Ordinal)];
}
