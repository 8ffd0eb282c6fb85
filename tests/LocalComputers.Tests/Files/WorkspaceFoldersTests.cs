using System.Runtime.Versioning;
using LocalComputers.Files;

namespace LocalComputers.Tests.Files;

[UnsupportedOSPlatform("windows")]
public sealed class WorkspaceFoldersTests : IDisposable
{
    private readonly WorkspaceRoom _room = new();

    [Fact]
    public void A_folder_is_made_with_its_mode_and_with_its_parents_only_if_that_is_asked()
    {
        WorkspaceFolders.Make(_room.Folder, "new", withParents: false);
        WorkspaceFolders.Make(_room.Folder, "a/b/c", withParents: true);
        WorkspaceFolders.Make(_room.Folder, "a/b/c", withParents: true);
        WorkspaceFolders.Make(_room.Folder, "", withParents: false);

        File.GetUnixFileMode(_room["new"]).Should().Be((UnixFileMode)0b111_101_101);
        File.GetUnixFileMode(_room["a/b/c"]).Should().Be((UnixFileMode)0b111_101_101);
        _room.Write("file", "");
        WorkspaceRoom.ShouldFail(() => WorkspaceFolders.Make(_room.Folder, "new", withParents: false), FileFault.IsThere);
        WorkspaceRoom.ShouldFail(() => WorkspaceFolders.Make(_room.Folder, "file", withParents: true), FileFault.IsThere);
        WorkspaceRoom.ShouldFail(() => WorkspaceFolders.Make(_room.Folder, "x/y", withParents: false), FileFault.NotThere);
        Directory.Exists(_room["x"]).Should().BeFalse();
    }

    [Fact]
    public void A_file_is_moved_into_a_new_folder_and_replaces_a_file()
    {
        _room.Write("one", "1");
        _room.Write("two", "2");

        WorkspaceFolders.Move(_room.Folder, "one", "new/deep/one");
        WorkspaceFolders.Move(_room.Folder, "two", "new/deep/one");
        WorkspaceFolders.Move(_room.Folder, "new/deep", "moved");
        WorkspaceFolders.Move(_room.Folder, "moved/one", "moved/one");

        _room.Read("moved/one").Should().Be("2");
        Directory.GetFileSystemEntries(_room["new"]).Should().BeEmpty();
    }

    [Fact]
    public void A_move_that_can_not_be_is_refused_and_changes_nothing()
    {
        _room.Bash("mkdir -p a/b full && echo 1 > a/file && echo 2 > full/file && ln -s a link");

        WorkspaceRoom.ShouldFail(() => WorkspaceFolders.Move(_room.Folder, "absent", "x/y"), FileFault.NotThere);
        WorkspaceRoom.ShouldFail(() => WorkspaceFolders.Move(_room.Folder, "", "x"), FileFault.IntoItself);
        WorkspaceRoom.ShouldFail(() => WorkspaceFolders.Move(_room.Folder, "a", "a/c/d"), FileFault.IntoItself);
        WorkspaceRoom.ShouldFail(() => WorkspaceFolders.Move(_room.Folder, "a", "link/b/c"), FileFault.IntoItself);
        WorkspaceRoom.ShouldFail(() => WorkspaceFolders.Move(_room.Folder, "a/file", "full"), FileFault.IsThere);
        WorkspaceRoom.ShouldFail(() => WorkspaceFolders.Move(_room.Folder, "a", "full"), FileFault.IsThere);
        WorkspaceRoom.ShouldFail(() => WorkspaceFolders.Move(_room.Folder, "a", "full/file"), FileFault.IsThere);
        WorkspaceRoom.ShouldFail(() => WorkspaceFolders.Move(_room.Folder, "full", ""), FileFault.IsThere);

        _room.Bash("find . | sort").Split('\n').Should().Equal(".", "./a", "./a/b", "./a/file", "./full", "./full/file", "./link", "");
    }

    [Fact]
    public void A_link_is_moved_and_removed_itself()
    {
        _room.Bash("mkdir a && echo 1 > a/file && ln -s a link && ln -s ../outside out && ln -s absent dangling");

        WorkspaceFolders.Move(_room.Folder, "link", "moved");
        WorkspaceFolders.Remove(_room.Folder, "moved", recurses: true, CancellationToken.None);
        WorkspaceFolders.Remove(_room.Folder, "out", recurses: true, CancellationToken.None);
        WorkspaceFolders.Remove(_room.Folder, "dangling", recurses: false, CancellationToken.None);

        _room.Bash("find . | sort").Split('\n').Should().Equal(".", "./a", "./a/file", "");
        _room.ShouldHaveKeptOutside();
    }

    [Fact]
    public void A_folder_is_removed_only_if_that_is_asked_and_the_workspace_is_emptied()
    {
        _room.Bash("mkdir -p a/b c && echo 1 > a/file && chmod 000 a/b && ln -s ../outside c/out");

        WorkspaceRoom.ShouldFail(() => WorkspaceFolders.Remove(_room.Folder, "a", recurses: false, CancellationToken.None), FileFault.NotEmpty);
        WorkspaceRoom.ShouldFail(() => WorkspaceFolders.Remove(_room.Folder, "", recurses: false, CancellationToken.None), FileFault.NotEmpty);
        WorkspaceRoom.ShouldFail(() => WorkspaceFolders.Remove(_room.Folder, "absent", recurses: true, CancellationToken.None), FileFault.NotThere);
        _room.Read("a/file").Should().Be("1\n");
        WorkspaceFolders.Remove(_room.Folder, "a/file", recurses: false, CancellationToken.None);
        WorkspaceFolders.Remove(_room.Folder, "a", recurses: true, CancellationToken.None);
        Directory.Exists(_room["a"]).Should().BeFalse();
        WorkspaceFolders.Remove(_room.Folder, "", recurses: true, CancellationToken.None);

        Directory.GetFileSystemEntries(_room.Folder.Workspace).Should().BeEmpty();
        _room.ShouldHaveKeptOutside();
    }

    public void Dispose() => _room.Dispose();
}
