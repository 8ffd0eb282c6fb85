using LocalComputers.Files;

namespace LocalComputers.Tests.Files;

public sealed class WorkspaceListingTests : IDisposable
{
    private readonly WorkspaceRoom _room = new();

    [Fact]
    public void Entries_come_in_the_order_of_the_bytes_of_their_paths()
    {
        _room.Bash("mkdir -p a/b .git && touch a/b/z a/c a.txt a-1 A .git/config é && ln -s a link && printf 12345 > a/c && chmod 640 a/c && chmod 750 a");

        var flat = WorkspaceListing.List(_room.Folder, "", recurses: false, 100, CancellationToken.None);
        var all = WorkspaceListing.List(_room.Folder, "", recurses: true, 100, CancellationToken.None);

        flat.Select(entry => entry.Path).Should().Equal(".git", "A", "a", "a-1", "a.txt", "link", "é");
        all.Select(entry => entry.Path).Should().Equal(".git", ".git/config", "A", "a", "a-1", "a.txt", "a/b", "a/b/z", "a/c", "link", "é");
        all.Single(entry => entry.Path == "a/c").Should().Be(new FoundEntry("a/c", false, 5, (UnixFileMode)0b110_100_000));
        all.Single(entry => entry.Path == "a").Should().Match<FoundEntry>(entry => entry.IsFolder && entry.Mode == (UnixFileMode)0b111_101_000);
        all.Single(entry => entry.Path == "link").IsFolder.Should().BeFalse("a link is an entry, and what it leads to is another");
    }

    [Fact]
    public void A_folder_is_listed_through_a_link_that_stays_inside_with_the_path_that_was_asked_for()
    {
        _room.Bash("mkdir -p real/sub && touch real/sub/file && ln -s real link");

        WorkspaceListing.List(_room.Folder, "link/sub", recurses: false, 100, CancellationToken.None).Should().ContainSingle().Which.Path.Should().Be("link/sub/file");
    }

    [Fact]
    public void A_tree_of_any_depth_and_a_folder_of_many_entries_are_listed_up_to_what_the_caller_takes()
    {
        StrangeFiles.MakeDeep(_room.Folder.Workspace, 1_500, "dd");
        _room.Bash("mkdir many && cd many && seq 1 5000 | xargs touch");

        var deep = WorkspaceListing.List(_room.Folder, "dd", recurses: true, 10_000, CancellationToken.None);

        deep.Max(entry => entry.Path.Length).Should().BeInRange(4_095, 4_105, "a path of more than 4095 bytes can't be asked for");
        WorkspaceListing.List(_room.Folder, "many", recurses: false, 5_000, CancellationToken.None).Should().HaveCount(5_000);
        WorkspaceRoom.ShouldFail(() => WorkspaceListing.List(_room.Folder, "many", recurses: false, 4_999, CancellationToken.None), FileFault.TooLarge);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told_apart_from_a_file()
    {
        _room.Write("file", "");

        WorkspaceRoom.ShouldFail(() => WorkspaceListing.List(_room.Folder, "absent", false, 10, CancellationToken.None), FileFault.NotThere);
        WorkspaceRoom.ShouldFail(() => WorkspaceListing.List(_room.Folder, "file", false, 10, CancellationToken.None), FileFault.NotAFolder);
        WorkspaceListing.List(_room.Folder, "", false, 10, CancellationToken.None).Should().ContainSingle();
    }

    [Fact]
    public void A_walk_ends_when_it_is_cancelled()
    {
        _room.Write("file", "");
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        FluentActions.Invoking(() => WorkspaceListing.List(_room.Folder, "", true, 10, cancelled.Token)).Should().Throw<OperationCanceledException>();
        FluentActions.Invoking(() => WorkspaceFolders.Remove(_room.Folder, "", true, cancelled.Token)).Should().Throw<OperationCanceledException>();
        _room.Read("file").Should().BeEmpty();
    }

    [Fact]
    public void What_is_there_is_told_through_links_that_stay_inside()
    {
        _room.Bash("mkdir sub && printf 123 > sub/file && chmod 600 sub/file && ln -s sub/file link && ln -s absent dangling && ln -s . self");

        WorkspaceListing.Find(_room.Folder, "").Should().Match<FoundEntry?>(entry => entry!.Value.IsFolder && entry.Value.Path == ".");
        WorkspaceListing.Find(_room.Folder, "link").Should().Be(new FoundEntry("link", false, 3, UnixFileMode.UserRead | UnixFileMode.UserWrite));
        WorkspaceListing.Find(_room.Folder, "self")!.Value.IsFolder.Should().BeTrue();
        WorkspaceListing.Find(_room.Folder, "dangling").Should().BeNull();
    }

    public void Dispose() => _room.Dispose();
}
