using System.Runtime.Versioning;

namespace LocalComputers.Tests.Processes;

[UnsupportedOSPlatform("windows")]
public sealed class ProcessPauseTests : ProcessRoom
{
    private string Output => Path.Combine(Folder, "output");

    [Fact]
    public async Task Everything_stands_still_during_a_pause_and_goes_on_after_it()
    {
        // Writers that come and go, some of them in sessions of their own.
        await using var child = Bash("for i in 1 2 3; do (while :; do (echo x >> output); done) & done; setsid bash -c 'while :; do echo y >> output; done' & wait");
        await Eventually.HoldsAsync(() => Length > 100, "the writers write");

        using (var pause = await Tree.PauseAsync(Scope(child), CancellationToken.None))
        {
            pause.IsWhole.Should().BeTrue();
            var length = Length;
            for (var look = 0; look < 20; look++)
            {
                (await Tree.MembersOfAsync(Scope(child))).Should().OnlyContain(process => process.State == 'T' || process.State == 'Z');
                Length.Should().Be(length);
            }
        }

        var before = Length;
        await Eventually.HoldsAsync(() => Length > before + 100, "the writers write again");
    }

    [Fact]
    public async Task A_shell_does_not_learn_that_its_job_stood_still()
    {
        await using var child = Bash("mkfifo gate; set -m; echo begun; cat gate; echo \"ended $?\"");
        (await ReadLineAsync(child.StandardOutput)).Should().Be("begun");
        await Eventually.HoldsAsync(() => Tree.MembersOf(Scope(child)).Count == 2, "the job runs");

        (await Tree.PauseAsync(Scope(child), CancellationToken.None)).Dispose();
        await File.WriteAllTextAsync(Path.Combine(Folder, "gate"), "through the gate\n");

        (await ReadToEndAsync(child.StandardOutput)).Should().Be("through the gate\nended 0\n");
    }

    [Fact]
    public async Task A_process_that_stood_still_before_stands_still_afterwards()
    {
        await using var child = Bash("sleep 1000 & kill -STOP $!; echo $!; wait");
        var stopped = int.Parse(await ReadLineAsync(child.StandardOutput), null);
        await Eventually.HoldsAsync(() => Table.Find(stopped)?.State == 'T', "it stands still");

        (await Tree.PauseAsync(Scope(child), CancellationToken.None)).Dispose();

        await Eventually.HoldsAsync(() => Table.Find(child.Id)?.State == 'S', "the shell goes on");
        Table.Find(stopped)!.Value.State.Should().Be('T');
    }

    private long Length => new FileInfo(Output) is { Exists: true } file ? file.Length : 0;
}
