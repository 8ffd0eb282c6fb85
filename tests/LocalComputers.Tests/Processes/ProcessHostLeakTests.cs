using LocalComputers.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalComputers.Tests.Processes;

[Collection(AloneInTheProcess.Name)]
public sealed class ProcessHostLeakTests
{
    private static readonly string[] OwnKinds = ["pipe:", "anon_inode:[pidfd]", "anon_inode:[eventpoll]", "anon_inode:[eventfd]"];

    [Fact]
    public async Task A_disposed_host_leaves_no_descriptor_no_thread_and_no_zombie()
    {
        var threads = PollerThreads();
        var children = Children();
        await UseAHostAsync();
        var descriptors = OwnDescriptors();

        for (var round = 0; round < 5; round++)
        {
            await UseAHostAsync();
        }

        OwnDescriptors().Should().BeLessThanOrEqualTo(descriptors);
        // What was there before may end meanwhile.
        Children().Except(children).Should().BeEmpty();
        await Eventually.HoldsAsync(() => !PollerThreads().Except(threads).Any(), "the poller's thread has ended");
    }

    private static async Task UseAHostAsync()
    {
        await using var host = new ProcessHost(NullLogger.Instance);
        for (var i = 0; i < 20; i++)
        {
            var child = host.Start(new ProcessStart
            {
                FileName = "/bin/bash",
                Arguments = ["-c", i % 2 == 0 ? "echo hello" : "sleep 1000"],
                WorkingDirectory = "/",
                Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
            });
            host.DrainInBackground(child.StandardOutput);
            if (i % 2 == 0)
            {
                await child.Exited;
                await child.DisposeAsync();
            }
        }
    }

    private static int OwnDescriptors() => Directory.GetFiles("/proc/self/fd")
        .Select(path => new FileInfo(path).LinkTarget ?? "")
        .Count(target => OwnKinds.Any(kind => target.StartsWith(kind, StringComparison.Ordinal)));

    private static string[] PollerThreads() =>
        [.. Directory.GetDirectories("/proc/self/task").Where(task => NameOf(task).StartsWith("process-poller", StringComparison.Ordinal))];

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm"));
        }
        catch (IOException)
        {
            // A thread of the pool that ended since it was listed.
            return "";
        }
    }

    private static int[] Children()
    {
        var table = new ProcessTable(NullLogger.Instance);
        return
        [
            .. Directory.GetDirectories("/proc")
                .Select(path => int.TryParse(Path.GetFileName(path), out var id) ? table.Find(id) : null)
                .OfType<ProcessStat>()
                .Where(process => process.ParentId == Environment.ProcessId)
                .Select(process => process.Id),
        ];
    }
}
