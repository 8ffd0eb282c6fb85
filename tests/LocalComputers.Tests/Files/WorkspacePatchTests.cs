using System.Runtime.Versioning;
using System.Text;
using LocalComputers.Files;

namespace LocalComputers.Tests.Files;

[UnsupportedOSPlatform("windows")]
public sealed class WorkspacePatchTests : IDisposable
{
    private readonly WorkspaceRoom _room = new();

    [Theory]
    [InlineData("aXbXc", "X", "--", "a--b--c")]
    [InlineData("XX", "X", "", "")]
    [InlineData("aaa", "aa", "b", "ba")]
    [InlineData("abc", "abc", "abcabc", "abcabc")]
    [InlineData("üx", "ü", "🙂", "🙂x")]
    public void Every_place_is_replaced(string content, string find, string replacement, string changed) =>
        Encoding.UTF8.GetString(WorkspacePatch.Replace(Encoding.UTF8.GetBytes(content), Encoding.UTF8.GetBytes(find), Encoding.UTF8.GetBytes(replacement), 100)!)
            .Should().Be(changed);

    [Fact]
    public void A_find_that_is_nowhere_is_told_and_a_result_that_is_too_long_is_refused()
    {
        WorkspacePatch.Replace("abc"u8, "x"u8, "y"u8, 100).Should().BeNull();
        WorkspacePatch.Replace(""u8, "x"u8, "y"u8, 100).Should().BeNull();
        WorkspaceRoom.ShouldFail(() => WorkspacePatch.Replace("aaa"u8, "a"u8, "1234"u8, 11), FileFault.TooLarge);
        WorkspacePatch.Replace("aaa"u8, "a"u8, "1234"u8, 12)!.Length.Should().Be(12);
    }

    [Fact]
    public void A_patch_keeps_the_mode_and_the_bytes_that_are_no_text()
    {
        File.WriteAllBytes(_room["file"], [0xff, (byte)'a', 0xfe, 0]);
        File.SetUnixFileMode(_room["file"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        WorkspacePatch.Apply(_room.Folder, "file", content => WorkspacePatch.Replace(content, "a"u8, "bc"u8, 10)!, 10).Should().Equal(0xff, (byte)'b', (byte)'c', 0xfe, 0);

        File.ReadAllBytes(_room["file"]).Should().Equal(0xff, (byte)'b', (byte)'c', 0xfe, 0);
        File.GetUnixFileMode(_room["file"]).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void A_patch_that_fails_writes_nothing()
    {
        _room.Write("file", "abc");

        FluentActions.Invoking(() => WorkspacePatch.Apply(_room.Folder, "file", _ => throw new InvalidOperationException(), 10)).Should().Throw<InvalidOperationException>();
        WorkspaceRoom.ShouldFail(() => WorkspacePatch.Apply(_room.Folder, "file", content => content, 2), FileFault.TooLarge);
        WorkspaceRoom.ShouldFail(() => WorkspacePatch.Apply(_room.Folder, "absent", content => content, 2), FileFault.NotThere);

        _room.Read("file").Should().Be("abc");
        File.Exists(_room["absent"]).Should().BeFalse();
        _room.ShouldHaveKeptOutside();
    }

    [Fact]
    public void What_is_written_between_the_reading_and_the_writing_of_a_patch_is_not_lost()
    {
        _room.Write("file", "a");
        var calls = 0;

        WorkspacePatch.Apply(
            _room.Folder,
            "file",
            content =>
            {
                if (++calls == 1)
                {
                    WorkspaceFile.Write(_room.Folder, "file", "abc"u8);
                }
                else if (calls == 2)
                {
                    File.AppendAllText(_room["file"], "d");
                }

                return [.. content, (byte)'!'];
            },
            10);

        (_room.Read("file"), calls).Should().Be(("abcd!", 3));
    }

    [Fact]
    public void A_file_that_never_rests_is_not_patched()
    {
        _room.Write("file", "");

        WorkspaceRoom.ShouldFail(
            () => WorkspacePatch.Apply(
                _room.Folder,
                "file",
                content =>
                {
                    File.AppendAllText(_room["file"], "x");
                    return [.. content, (byte)'!'];
                },
                100),
            FileFault.Changing);

        _room.Read("file").Should().MatchRegex("^x+$");
        _room.ShouldHaveKeptOutside();
    }

    [Fact]
    public void Patches_of_one_file_at_once_are_all_in_it()
    {
        _room.Write("file", "|");

        Parallel.For(0, 4, number =>
        {
            for (var round = 0; round < 50;)
            {
                try
                {
                    WorkspacePatch.Apply(_room.Folder, "file", content => WorkspacePatch.Replace(content, "|"u8, Encoding.UTF8.GetBytes($"|{number}"), 10_000)!.ToArray(), 10_000);
                    round++;
                }
                catch (WorkspaceFileException e) when (e.Fault == FileFault.Changing)
                {
                    // The others were quicker ten times; nothing was written, so the edit is made again.
                }
            }
        });

        _room.Read("file").Should().HaveLength(201);
    }

    public void Dispose() => _room.Dispose();
}
