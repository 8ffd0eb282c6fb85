using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Computers.Files;

/// <summary>Whatever a command leaves in its computer's folder: its status can be read, it can be deleted and made anew, and the backend goes.</summary>
public sealed class AnyFilesTests : IAsyncLifetime
{
    private const string Deep = "n=$(printf 'd%.0s' $(seq 250)); for i in $(seq 17); do mkdir $n && cd $n; done";
    private const string VeryDeep = "for i in $(seq 100); do mkdir -p d/d/d/d/d/d/d/d/d/d && cd d/d/d/d/d/d/d/d/d/d || exit; done";
    private const string Strange = @"touch $'\xff'; mkfifo pipe ../pipe; ln -s . loop; mkdir -p closed/inner; chmod 000 closed/inner closed; rm -f ~/../background.log; mkfifo ~/../background.log";
    private const string Crowded = @"mkdir -p a/b; cd a/b; n=$(printf 'x%.0s' $(seq 250)); for i in {1..300}; do : >$n$i; done; for i in {1..50}; do ln $n$i ../hard$i; done; ln -s $(printf 'l%.0s' $(seq 4000)) long; ln -s ../.. up; ln -s one two; ln -s two one; truncate -s 8E huge 2>/dev/null || truncate -s 8T huge; chmod 1777 .; chmod 0 ../..";
    private const string Locked = "touch locked ../locked; mkdir no; chattr +i locked ../locked no || true";

    private readonly CapturedLog _log = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 4, 13, 18, 52, 0, TimeSpan.Zero));
    private TestBackend _backend = null!;

    public async Task InitializeAsync() => _backend = await StartAsync(_ => { });

    public async Task DisposeAsync() => await _backend.DisposeAsync();

    [Theory]
    [InlineData(Deep)]
    [InlineData(VeryDeep)]
    [InlineData(Strange)]
    [InlineData(Locked)]
    [InlineData(Crowded)]
    public async Task The_status_can_be_read_and_the_agent_deleted(string command)
    {
        var agent = await _backend.CreateReadyAgentAsync();
        var folder = await FolderOfAsync(agent);
        await _backend.RunAsync(agent, command);
        _clock.Advance(TimeSpan.FromSeconds(10));

        var status = await _backend.GetAsync($"/api/agents/{agent}/computer/status");
        var deleted = await _backend.DeleteAsync($"/api/agents/{agent}");

        status.Status.Should().Be(200, status.Body);
        DiskUsed(status).Should().BePositive();
        deleted.Status.Should().Be(204, deleted.Body);
        Directory.Exists(folder).Should().BeFalse();
    }

    [Theory]
    [InlineData(Deep)]
    [InlineData(Strange)]
    [InlineData(VeryDeep)]
    [InlineData(Locked)]
    [InlineData(Crowded)]
    public async Task The_computer_can_be_destroyed_and_made_anew(string command)
    {
        const string Body = """{"template":"blank","externalAppId":"app"}""";
        var agent = await _backend.CreateReadyAgentAsync(Body);
        await _backend.RunAsync(agent, command);

        await _backend.Backend.Computers.DestroyAsync(agent);
        (await _backend.CreateAsync(Body)).Text("agent", "id").Should().Be(agent);
        await _backend.ReadBootstrapAsync(agent);

        (await _backend.Backend.StatusOfAsync(agent)).Should().Be("ready");
        (await _backend.RunAsync(agent, "ls -A")).Stdout.Should().BeEmpty();
    }

    [Theory]
    [InlineData(Deep)]
    [InlineData(VeryDeep)]
    [InlineData(Strange)]
    [InlineData(Locked)]
    [InlineData(Crowded)]
    public async Task The_backend_goes_with_all_its_files(string command)
    {
        var backend = await StartAsync(_ => { });
        var folder = backend.Backend.Folder();
        var agent = await backend.CreateReadyAgentAsync();
        var other = await backend.CreateReadyAgentAsync();
        await backend.RunAsync(other, "touch file");
        // What it writes later has nowhere to go when its log is a pipe.
        await backend.RunAsync(agent, $"(while sleep 0.01; do echo on; done) & {command}");

        await backend.DisposeAsync();

        Directory.Exists(folder).Should().BeFalse();
    }

    [Theory]
    [InlineData("rm -rf \"$r\"; ln -s /etc \"$r\"")]
    [InlineData("rm -rf \"$r\"; ln -s \"$r\" \"$r\"")]
    [InlineData("rm -rf \"$r\"; echo x >\"$r\"")]
    [InlineData("rm -rf \"$r\"; mkfifo \"$r\"")]
    [InlineData("chmod 000 \"$r\"")]
    public async Task Something_else_in_the_place_of_the_computers_whole_folder_goes_too_and_nothing_that_it_leads_to(string command)
    {
        var agent = await _backend.CreateReadyAgentAsync();
        var folder = await FolderOfAsync(agent);
        await _backend.RunAsync(agent, $"r=$(realpath ~/..); cd /; {command}");
        _clock.Advance(TimeSpan.FromSeconds(10));

        var status = await _backend.GetAsync($"/api/agents/{agent}/computer/status");
        var deleted = await _backend.DeleteAsync($"/api/agents/{agent}");

        status.Status.Should().Be(200, status.Body);
        deleted.Status.Should().Be(204, deleted.Body);
        new FileInfo(folder).LinkTarget.Should().BeNull();
        Path.Exists(folder).Should().BeFalse();
        File.Exists("/etc/passwd").Should().BeTrue();
    }

    [FactWithMount]
    public async Task What_can_not_be_removed_is_moved_aside_told_once_and_removed_by_the_next_start()
    {
        using var data = new TempFolder();
        string agent, moved;
        await using (var backend = await StartAsync(options => options.DataDirectory = data.Path))
        {
            const string Body = """{"template":"blank","externalAppId":"app"}""";
            agent = await backend.CreateReadyAgentAsync(Body);
            var folder = await FolderOfAsync(agent, backend);
            await backend.RunAsync(agent, "mkdir mounted; touch other");
            using var mount = Mount.Tmpfs(Path.Combine(folder, "home/workspace/mounted"), "64k");

            await backend.Backend.Computers.DestroyAsync(agent);
            await backend.CreateAsync(Body);
            await backend.ReadBootstrapAsync(agent);
            var answer = await backend.DeleteAsync($"/api/agents/{agent}");

            moved = Directory.GetDirectories(Path.Combine(data.Path, "computers")).Should().ContainSingle().Subject;
            moved.Should().StartWith(folder + ".left-");
            answer.Status.Should().Be(204, answer.Body);
            _log.Messages.Where(line => line.StartsWith("Files of agent", StringComparison.Ordinal)).Should().Equal(
                $"Files of agent {agent}'s computer could not be removed, and the next start tries again: 'mounted': Device or resource busy (the folder is now '{moved}')");
            Directory.GetFileSystemEntries(Path.Combine(moved, "home/workspace")).Should().ContainSingle("the rest is gone");
        }

        StrangeFiles.Bash("/", $"umount -l '{moved}/home/workspace/mounted' 2>/dev/null || true");
        await using var next = await StartAsync(options => options.DataDirectory = data.Path);
        await next.Backend.ComputersOf().LeftoversRemoved;

        Directory.GetDirectories(Path.Combine(data.Path, "computers")).Should().BeEmpty();
    }

    [FactWithMount]
    public async Task A_backend_goes_although_something_is_mounted_in_a_computer_and_says_what_stays()
    {
        var backend = await StartAsync(_ => { });
        var folder = backend.Backend.Folder();
        var agent = await backend.CreateReadyAgentAsync();
        var mounted = Path.Combine(await FolderOfAsync(agent, backend), "home/workspace/mounted");
        var mount = Mount.Tmpfs(mounted, "64k");

        await backend.DisposeAsync();

        _log.Messages.Should().ContainMatch($"The backend's temporary folder {folder} could not be removed, *: 'mounted': Device or resource busy");
        Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Should().BeEquivalentTo(["computers", "owner"], "a later backend has to know whose it was");
        mount.Dispose();
        StrangeFiles.Bash("/", $"umount -l '{folder}'/computers/*/home/workspace/mounted 2>/dev/null; rm -rf '{folder}'");
    }

    [Fact]
    public async Task Strange_journals_keep_neither_a_deletion_nor_the_backend_from_going()
    {
        var backend = await StartAsync(_ => { });
        var folder = backend.Backend.Folder();
        var agent = await backend.CreateReadyAgentAsync();
        await backend.RunAsync(agent, "cd ../../../../journals && for j in *; do rm $j; mkdir -p $j/inner; done");

        var answer = await backend.DeleteAsync($"/api/agents/{agent}");
        await backend.DisposeAsync();

        answer.Status.Should().Be(204, answer.Body);
        Directory.Exists(folder).Should().BeFalse();
    }

    private static long DiskUsed(HttpAnswer answer) => answer.Json.GetProperty("signals").GetProperty("disk").GetProperty("used").GetInt64();

    private async Task<string> FolderOfAsync(string agent, TestBackend? backend = null) => Path.GetDirectoryName(await (backend ?? _backend).HomeOfAsync(agent))!;

    private Task<TestBackend> StartAsync(Action<FlapjackBackendOptions> configure) => TestBackend.StartAsync(options =>
    {
        options.TimeProvider = _clock;
        options.LoggerFactory = _log.Loggers;
        configure(options);
    });
}
