using System.Text;
using Flapjack.ReferenceBackend.Sse;
using LocalComputers.Journals;

namespace LocalComputers.Tests.Journals;

/// <summary>Somebody who only watches a journal changes nothing.</summary>
public sealed class JournalWatcherTests : IDisposable
{
    private const int Mebibyte = 1024 * 1024;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_writer_does_not_wait_for_a_watcher()
    {
        using var journal = NewJournal();
        using var watcher = journal.OpenWatcher(0);

        Append(journal, 3 * Mebibyte);

        journal.WaitForRoomAsync(CancellationToken.None).AsTask().IsCompletedSuccessfully.Should().BeTrue();
    }

    [Fact]
    public async Task A_watcher_who_has_read_all_gives_no_room_beside_a_reader_who_has_not()
    {
        using var journal = NewJournal();
        using var reader = journal.OpenReader();
        using var watcher = journal.OpenWatcher(0);
        Append(journal, 3 * Mebibyte);
        watcher.Advance((int)watcher.Available(out _));

        var room = journal.WaitForRoomAsync(CancellationToken.None).AsTask();
        room.IsCompleted.Should().BeFalse();
        reader.Advance((int)reader.Available(out _));

        await room.WaitAsync(Limit.Time);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    [InlineData(Mebibyte)]
    [InlineData(long.MaxValue)]
    public async Task A_watcher_begins_with_a_whole_frame_near_the_end(long most)
    {
        using var journal = NewJournal();
        for (var n = 1; n <= 200; n++)
        {
            Append(journal, 20_000);
        }

        journal.Complete();
        using var watcher = journal.OpenWatcher(most);
        var bytes = await watcher.ReadAllAsync();

        bytes.LongLength.Should().BeLessThanOrEqualTo(Math.Max(most, 100_000));
        var text = Encoding.UTF8.GetString(bytes);
        text.Should().EndWith("\n\n");
        text.Length.Should().BePositive();
        text.Should().MatchRegex(most == long.MaxValue ? @"^id: 1\n" : @"^id: \d+\n").And.Contain("id: 200\n");
    }

    [Fact]
    public void A_journal_without_a_frame_can_be_watched()
    {
        using var journal = NewJournal();

        using var watcher = journal.OpenWatcher(Mebibyte);
        Append(journal, 10);

        watcher.Available(out var isEnd).Should().BePositive();
        isEnd.Should().BeFalse();
    }

    [Fact]
    public void A_journal_that_is_removed_can_not_be_watched()
    {
        using var journal = NewJournal();
        journal.Remove();

        journal.Invoking(it => it.OpenWatcher(1)).Should().Throw<JournalGapException>();
    }

    private Journal NewJournal() => new(Path.Combine(_folder.Path, "journal"), new SseFormat(""));

    private static void Append(Journal journal, int length) =>
        journal.Append("stdout"u8, new string('x', length), static (json, chunk) => json.WriteString("chunk"u8, chunk));
}
