using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using LocalComputers.Files;

namespace LocalComputers.Tests.Files;

[UnsupportedOSPlatform("windows")]
public sealed class WorkspaceRangeTests : IDisposable
{
    private const UnixFileMode Ordinary = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly WorkspaceRoom _room = new();

    [Theory]
    [InlineData(0, 3, "abc")]
    [InlineData(2, 3, "cde")]
    [InlineData(2, 300, "cdef")]
    [InlineData(5, 1, "f")]
    [InlineData(6, 1, "")]
    [InlineData(60, 1, "")]
    [InlineData(long.MaxValue, int.MaxValue, "")]
    [InlineData(0, 0, "")]
    [InlineData(0, int.MaxValue, "abcdef")]
    public void A_range_is_what_of_it_lies_in_the_file(long offset, int length, string content)
    {
        _room.Write("file", "abcdef");

        var (read, size) = WorkspaceFile.ReadRange(_room.Folder, "file", offset, length);

        (Encoding.UTF8.GetString(read), size).Should().Be((content, 6));
    }

    [Theory]
    [InlineData("abcdef", 0, "XY", "XYcdef")]
    [InlineData("abcdef", 4, "XYZ", "abcdXYZ")]
    [InlineData("abcdef", 6, "XY", "abcdefXY")]
    [InlineData("abc", 5, "XY", "abc\0\0XY")]
    [InlineData("abc", 5, "", "abc")]
    [InlineData(null, 2, "XY", "\0\0XY")]
    [InlineData(null, 0, "", "")]
    public void A_range_is_written_between_what_stands_there(string? before, long offset, string content, string after)
    {
        if (before is not null)
        {
            _room.Write("new/file", before);
            File.SetUnixFileMode(_room["new/file"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        WorkspaceFile.WriteAt(_room.Folder, "new/file", offset, Encoding.UTF8.GetBytes(content), Ordinary);

        _room.Read("new/file").Should().Be(after);
        File.GetUnixFileMode(_room["new/file"]).Should().Be(Ordinary);
    }

    [Fact]
    public void A_file_of_a_gibibyte_is_written_and_read_by_ranges_in_little_memory()
    {
        const long Size = 1L << 30;
        const int Part = 1 << 20;
        var part = RandomNumberGenerator.GetBytes(Part);
        // A part in each 64 MiB: the gaps take no room on the disk.
        for (var offset = 0L; offset < Size; offset += 64 << 20)
        {
            WorkspaceFile.WriteAt(_room.Folder, "large", offset, part, Ordinary);
        }

        WorkspaceFile.WriteAt(_room.Folder, "large", Size - 1, [7], Ordinary);
        WorkspaceFile.ReadRange(_room.Folder, "large", 0, 0).Size.Should().Be(Size);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var offset = 0L; offset < Size; offset += 64 << 20)
        {
            WorkspaceFile.ReadRange(_room.Folder, "large", offset, Part).Content.AsSpan().SequenceEqual(part).Should().BeTrue();
            WorkspaceFile.ReadRange(_room.Folder, "large", offset + Part, 100).Content.Should().OnlyContain(each => each == 0);
        }

        WorkspaceFile.ReadRange(_room.Folder, "large", Size - 1, Part).Content.Should().Equal(7);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(16 * Part + (16 << 20), "a range costs no more memory than its length");
    }

    [Fact]
    public void Ranges_that_are_written_at_once_into_a_new_file_are_all_there()
    {
        for (var round = 0; round < 50; round++)
        {
            Parallel.For(0, 8, number => WorkspaceFile.WriteAt(_room.Folder, $"{round}", number * 4, Encoding.UTF8.GetBytes($"{number:0000}"), Ordinary));

            _room.Read($"{round}").Should().Be("00000001000200030004000500060007");
        }
    }

    [Fact]
    public void A_range_beyond_what_the_disk_can_hold_is_refused_and_the_file_stays()
    {
        _room.Write("file", "abc");

        WorkspaceRoom.ShouldFail(() => WorkspaceFile.WriteAt(_room.Folder, "file", long.MaxValue - 1, "x"u8, Ordinary), FileFault.TooLarge);

        _room.Read("file").Should().Be("abc");
    }

    [Fact]
    public void A_file_that_its_owner_may_not_write_is_not_written()
    {
        _room.Write("file", "abc");
        File.SetUnixFileMode(_room["file"], UnixFileMode.UserRead);

        WorkspaceRoom.ShouldFail(() => WorkspaceFile.WriteAt(_room.Folder, "file", 0, "x"u8, Ordinary), FileFault.Denied);
        WorkspaceRoom.ShouldFail(() => WorkspaceFile.Write(_room.Folder, "file", "x"u8, Ordinary), FileFault.Denied);
        WorkspaceRoom.ShouldFail(() => WorkspacePatch.Apply(_room.Folder, "file", _ => [], 10), FileFault.Denied);

        _room.Read("file").Should().Be("abc");
    }

    [Fact]
    public async Task A_reader_sees_all_of_the_old_content_or_all_of_the_new()
    {
        var contents = new[] { new string('a', 300_000), new string('b', 200_000) };
        _room.Write("file", contents[0]);
        using var ended = new CancellationTokenSource();
        var reading = Task.Run(() =>
        {
            var seen = new HashSet<string>();
            while (!ended.IsCancellationRequested || seen.Count < 2)
            {
                seen.Add(_room.Read("file"));
            }

            return seen;
        });
        for (var round = 0; round < 300 || !reading.IsCompleted && round < 100_000; round++)
        {
            WorkspaceFile.Write(_room.Folder, "file", Encoding.UTF8.GetBytes(contents[round % 2]), Ordinary);
            if (round == 300)
            {
                await ended.CancelAsync();
            }
        }

        await ended.CancelAsync();
        (await reading.WaitAsync(Limit.Time)).Should().BeSubsetOf(contents);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_mode_that_is_given_is_the_mode_of_the_file_whether_it_was_there_or_not(bool isThere)
    {
        if (isThere)
        {
            _room.Write("file", "abc");
        }

        WorkspaceFile.Write(_room.Folder, "file", "new"u8, Ordinary | UnixFileMode.UserExecute);

        File.GetUnixFileMode(_room["file"]).Should().Be(Ordinary | UnixFileMode.UserExecute);
    }

    public void Dispose() => _room.Dispose();
}
