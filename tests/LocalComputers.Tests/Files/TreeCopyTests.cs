using System.Runtime.Versioning;
using LocalComputers.Files;

namespace LocalComputers.Tests.Files;

[UnsupportedOSPlatform("windows")]
public sealed class TreeCopyTests : IDisposable
{
    private readonly WorkspaceRoom _room = new();

    private string From => _room.Folder.Workspace;

    private string To => Path.Combine(_room.Folder.Root, "copy");

    [Fact]
    public void Permissions_times_links_names_and_empty_folders_are_as_they_were()
    {
        _room.Bash("""
            mkdir -p empty deep/er && printf one > deep/er/file && printf two > 'odd name' && printf x > $'\xff\xfe' && printf '#!/bin/sh\n' > run && chmod 755 run && chmod 400 'odd name'
            ln -s ../outside out && ln -s absent dangling && ln -s deep/er link && ln 'odd name' deep/second && touch -d '2001-02-03 04:05:06.123456789' run && touch -h -d '2002-01-01' dangling
            chmod 500 empty && touch -d '2003-01-01 00:00:00.5' empty deep/er deep && touch -d '2004-01-01' .
            """);

        var copied = TreeCopy.Make(From, To, CancellationToken.None);

        (copied.Skipped, copied.FirstSkipped).Should().Be((0, null));
        copied.Bytes.Should().BePositive();
        const string Tell = """find . -printf '%P %y %m %n %l %T@ %s\n' | grep -v ' d ' | LC_ALL=C sort; find . -type d -printf '%P %m %T@\n' | LC_ALL=C sort; find . -type f -exec cat {} \;""";
        StrangeFiles.Bash(To, Tell).Should().Be(_room.Bash(Tell));
        StrangeFiles.Bash(To, "stat -c %i 'odd name'").Should().Be(StrangeFiles.Bash(To, "stat -c %i deep/second"), "a file of two names is one file in the copy too");
        File.Exists(TreeCopy.UnfinishedOf(To)).Should().BeFalse();
    }

    [Fact]
    public void A_copy_does_not_change_with_its_file()
    {
        _room.Write("file", "before");
        TreeCopy.Make(From, To, CancellationToken.None);

        File.AppendAllText(_room["file"], " and after");
        _room.Bash("printf X | dd of=file bs=1 conv=notrunc status=none");

        File.ReadAllText(Path.Combine(To, "file")).Should().Be("before");
    }

    [Fact]
    public void Gaps_stay_gaps_and_the_content_between_them_is_whole()
    {
        _room.Bash("truncate -s 1G gap && printf middle | dd of=gap bs=1 seek=500000000 conv=notrunc status=none && printf end | dd of=gap bs=1 seek=1073741821 conv=notrunc status=none && head -c 3000000 /dev/urandom > noise");

        var copied = TreeCopy.Make(From, To, CancellationToken.None);

        copied.Bytes.Should().BeLessThan(10_000_000);
        _room.Bash($"cmp gap '{To}/gap' && cmp noise '{To}/noise'");
    }

    [Fact]
    public void What_can_not_be_copied_is_told()
    {
        _room.Bash("mkdir sub && mkfifo sub/pipe && mkfifo other && echo 1 > sub/file");

        var copied = TreeCopy.Make(From, To, CancellationToken.None);

        copied.Skipped.Should().Be(2);
        copied.FirstSkipped.Should().BeOneOf("sub/pipe", "other");
        StrangeFiles.Bash(To, "find . | LC_ALL=C sort").Should().Be(".\n./sub\n./sub/file\n");
    }

    [Fact]
    public void A_deep_tree_is_copied()
    {
        StrangeFiles.MakeDeep(From, 1_000, new string('d', 100));

        TreeCopy.Make(From, To, CancellationToken.None);

        StrangeFiles.Bash(To, "find . -type d | wc -l").Trim().Should().Be("1001");
    }

    [Fact]
    public void A_copy_that_is_cancelled_or_fails_leaves_nothing()
    {
        _room.Write("file", "content");
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        FluentActions.Invoking(() => TreeCopy.Make(From, To, cancelled.Token)).Should().Throw<OperationCanceledException>();
        WorkspaceRoom.ShouldFail(() => TreeCopy.Make(From + "/absent", To, CancellationToken.None), FileFault.NotThere);
        Directory.GetFileSystemEntries(_room.Folder.Root).Should().Equal(_room.Folder.Home);

        Directory.CreateDirectory(To);
        WorkspaceRoom.ShouldFail(() => TreeCopy.Make(From, Path.Combine(_room.Folder.Root, "absent", "copy"), CancellationToken.None), FileFault.NotThere);
        Directory.GetFileSystemEntries(To).Should().BeEmpty();
    }

    [Fact]
    public void A_home_is_exchanged_for_a_copy_and_the_old_home_is_gone()
    {
        _room.Write("file", "snapshot");
        TreeCopy.Make(_room.Folder.Home, To, CancellationToken.None);
        _room.Write("file", "later");
        _room.Write("new", "later");

        _room.Folder.ReplaceHome(To, CancellationToken.None);

        _room.Read("file").Should().Be("snapshot");
        File.Exists(_room["new"]).Should().BeFalse();
        Directory.GetFileSystemEntries(_room.Folder.Root).Should().BeEquivalentTo(_room.Folder.Home, To);
    }

    public void Dispose() => _room.Dispose();
}
