using System.Diagnostics;
using Flapjack.ReferenceBackend.Words;
using LocalComputers.Computers;
using LocalComputers.Processes;
using LocalComputers.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Flapjack.ReferenceBackend.Tests.Computers;

public sealed class LeftoversTests : IAsyncLifetime, IDisposable
{
    private static readonly string[] Loose = ["setsid", "daemon", "trap on TERM"];

    private readonly string _temp = Directory.CreateTempSubdirectory("leftovers-").FullName;
    private readonly ProcessHost _host = new(NullLogger.Instance);
    private readonly string _tag = EscapeZoo.NewTag();
    private readonly Leftovers _leftovers;

    public LeftoversTests() => _leftovers = new(new(_host, new(null, null, FlapjackNames.Host.Prefix, NullLogger.Instance), FlapjackNames.Host, TimeSpan.Zero), places: null);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => Directory.Delete(_temp, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_next_start_ends_and_removes_what_a_killed_host_left(bool groups)
    {
        var loose = string.Join('\n', Loose.Select(member => EscapeZoo.Free(member, _tag)));
        var starts = (ChildHost.StartAsync(_temp, groups, loose), ChildHost.StartAsync(_temp, groups, "setsid sleep 1000 >/dev/null 2>&1 & echo $! >~/living"));
        using var killed = await starts.Item1;
        using var living = await starts.Item2;
        await EscapeZoo.IsFreeAsync(_tag);
        await killed.KillAsync();

        using var next = await ChildHost.StartAsync(_temp, groups, "true");

        EscapeZoo.Alive(_tag).Should().BeEmpty();
        Directory.Exists(killed.DataFolder).Should().BeFalse();
        Directory.Exists(living.DataFolder).Should().BeTrue();
        HostProcesses.IsAlive(int.Parse(File.ReadAllText(Path.Combine(living.Home, "living")), null)).Should().BeTrue("its backend lives");
    }

    [Fact]
    public async Task Many_that_clean_up_at_once_do_not_disturb_each_other()
    {
        var folder = FolderOf("dead", "1-999999999-1\nanother boot\n");
        using var left = Process.Start(new ProcessStartInfo("/bin/sleep", [_tag]) { WorkingDirectory = Path.Combine(folder, "computers", "agent") })!;

        var cleanings = Enumerable.Range(0, 8).Select(_ => Task.Run(() => _leftovers.RemoveAsync(_temp, CancellationToken.None)));
        await Task.WhenAll(cleanings);

        EscapeZoo.Alive(_tag).Should().BeEmpty();
        Directory.Exists(folder).Should().BeFalse();
    }

    [Fact]
    public async Task What_nobody_is_known_to_own_stays()
    {
        var unowned = FolderOf("unowned", null);
        var unreadable = FolderOf("unreadable", "who knows\n");
        var elsewhere = FolderOf("elsewhere", $"1-{Environment.ProcessId}-1\n{File.ReadAllText("/proc/sys/kernel/random/boot_id")}");
        var own = FolderOf("own", null);
        FolderOwner.Claim(own, ProcessIdentity.OfSelf(_host.Table));

        await _leftovers.RemoveAsync(_temp, CancellationToken.None);

        new[] { unowned, unreadable, elsewhere, own }.Should().OnlyContain(folder => Directory.Exists(folder));
    }

    [Fact]
    public async Task A_data_directory_that_is_to_stay_is_nobodys_leftover()
    {
        var kept = FolderOf("kept", null);
        DataDirectory.Open(kept, BackendSchema.All, FlapjackNames.Host).Dispose();
        File.WriteAllText(Path.Combine(kept, "owner"), "1-999999999-1\nanother boot\n");

        await _leftovers.RemoveAsync(_temp, CancellationToken.None);

        Directory.Exists(Path.Combine(kept, "computers", "agent")).Should().BeTrue();
        File.Exists(Path.Combine(kept, "flapjack.db")).Should().BeTrue();
    }

    [Fact]
    public async Task The_computers_in_a_data_folder_are_ended_without_their_files()
    {
        var folder = FolderOf("data", "1-999999999-1\nanother boot\n");
        using var left = Process.Start(new ProcessStartInfo("/bin/sleep", [_tag]) { WorkingDirectory = Path.Combine(folder, "computers", "agent") })!;

        await _leftovers.EndComputersAsync(folder, CancellationToken.None);

        EscapeZoo.Alive(_tag).Should().BeEmpty();
        Directory.Exists(Path.Combine(folder, "computers", "agent")).Should().BeTrue();
    }

    [Fact]
    public async Task The_computers_in_a_data_folder_are_ended_by_their_homes_also_when_the_folder_of_one_is_gone()
    {
        var folder = FolderOf("data", "1-999999999-1\nanother boot\n");
        var start = new ProcessStartInfo("/bin/sleep", [_tag]) { WorkingDirectory = "/" };
        start.Environment["HOME"] = Path.Combine(folder, "computers", "gone", "home");
        using var left = Process.Start(start)!;
        start.Environment["HOME"] = Path.Combine(folder, "computersandmore", "home");
        using var other = Process.Start(start)!;

        await _leftovers.EndComputersAsync(folder, CancellationToken.None);

        HostProcesses.IsAlive(left.Id).Should().BeFalse();
        HostProcesses.IsAlive(other.Id).Should().BeTrue("its home is in another folder");
        other.Kill();
    }

    private string FolderOf(string name, string? owner)
    {
        var folder = Path.Combine(_temp, FlapjackNames.Host.Prefix + name);
        Directory.CreateDirectory(Path.Combine(folder, "computers", "agent"));
        if (owner is not null)
        {
            File.WriteAllText(Path.Combine(folder, "owner"), owner);
        }

        return folder;
    }
}
