using System.Runtime.InteropServices;
using LocalComputers.Processes;

namespace LocalComputers.Tests.Processes;

public sealed partial class SessionKeyringTests : ProcessRoom
{
    private const nint SessionKeyringId = -3;

    private static nint KeyctlNumber => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 219 : 250;

    [Fact]
    public void Each_start_has_a_keyring_of_its_own_and_the_host_keeps_the_hosts()
    {
        var before = Current();

        var first = SessionKeyring.StartInNew(Current);
        var second = SessionKeyring.StartInNew(Current);

        ((long)before).Should().BePositive("so that this machine has keyrings to be kept apart");
        new[] { before, first, second }.Should().OnlyHaveUniqueItems();
        Current().Should().Be(before);
    }

    [Fact]
    public async Task A_process_inherits_the_new_keyring_and_not_the_hosts()
    {
        var script = $"my $id = syscall({KeyctlNumber}, 0, -3, 0); print $id";
        await using var own = Host.Start(StartOf(script) with { OwnSessionKeyring = true });
        await using var shared = Host.Start(StartOf(script));

        var ids = await Task.WhenAll(ReadToEndAsync(own.StandardOutput), ReadToEndAsync(shared.StandardOutput));

        ids[1].Should().Be($"{Current()}");
        ids[0].Should().NotBe(ids[1]).And.MatchRegex("^[1-9][0-9]*$");
    }

    [Fact]
    public void A_start_that_fails_says_why()
    {
        var start = () => SessionKeyring.StartInNew<int>(() => throw new ProcessStartException("There is no such program."));

        start.Should().Throw<ProcessStartException>().WithMessage("There is no such program.");
    }

    private ProcessStart StartOf(string perl) => new()
    {
        FileName = "/usr/bin/perl",
        Arguments = ["-e", perl],
        WorkingDirectory = Folder,
        Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", [Marker.Name] = Marker.Value },
    };

    private static nint Current() => syscall(KeyctlNumber, 0, SessionKeyringId, 0);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint operation, nint keyring, nint create);
}
