namespace Flapjack.ReferenceBackend.Tests.Computers.Isolation;

/// <summary>What an isolated computer sees of the machine that it runs on: next to nothing.</summary>
public sealed class HostUnseenTests(IsolatedComputer computer) : IClassFixture<IsolatedComputer>
{
    [FactWithBubblewrap]
    public async Task The_processes_of_the_host_are_not_there()
    {
        var seen = await computer.PrintedAsync("""
            for p in /proc/[0-9]*; do [ $(tr -dc '[:print:]' <$p/environ | grep -c FLAPJACK_EXEC_ID=$FLAPJACK_EXEC_ID) = 1 ] || echo $p; done
            ls -d /proc/[0-9]* | wc -l
            """);

        int.TryParse(seen.Trim(), out var processes).Should().BeTrue("every process that it sees is its own: {0}", seen);
        processes.Should().BeInRange(3, 8);
    }

    [FactWithBubblewrap]
    public async Task A_process_of_the_host_can_be_neither_looked_into_nor_signalled()
    {
        var host = Environment.ProcessId;
        host.Should().BeGreaterThan(50, "so that nothing inside has the same number");

        var seen = await computer.RunAsync($"cat /proc/{host}/environ; kill -0 {host}; ls /proc/1/root/root /proc/1/cwd/..");

        seen.Stderr.Should().Contain($"/proc/{host}/environ: No such file").And.Contain("No such process").And.Contain("root/root': No such file");
        seen.Stdout.Should().NotContain("root\n");
    }

    [FactWithBubblewrap]
    public async Task The_hosts_keys_are_nowhere()
    {
        Environment.SetEnvironmentVariable("FLAPJACK_API_KEY", "fj_live_of_the_host");
        var key = computer.Backend.Backend.ApiKey;

        // In two halves, because the command itself can be read in /proc and in the process list.
        var seen = await computer.RunAsync($"""
            for key in fj_live_of''_the_host {key[..9]}''{key[9..]}; do
              cat /proc/[0-9]*/environ /proc/[0-9]*/task/*/environ | tr '\0' '\n' >~/environment
              while read -r line; do case $line in *$key*) echo "environment: $line";; esac; done <~/environment
              grep -rsl -- "$key" /etc /home /root /run /srv /tmp /var /workspace
            done
            wc -l <~/environment
            """);

        int.TryParse(seen.Stdout.Trim(), out var lines).Should().BeTrue(seen.Stdout);
        lines.Should().BeGreaterThan(10, "there is an environment to be searched");
    }

    [FactWithBubblewrap]
    public async Task The_hosts_own_folders_and_the_backends_are_not_there()
    {
        using var folder = new TempFolder();
        var other = await computer.Backend.CreateReadyAgentAsync();
        await computer.Backend.RunAsync(other, "echo mine >~/mine");

        var seen = await computer.RunAsync($"""
            for place in /root /sys /boot /mnt /opt /srv /var/lib /etc/shadow /etc/ssh /etc/profile '{folder.Path}' '{computer.Backend.Backend.Folder()}' '{computer.HomeOf(other)}' '{AppContext.BaseDirectory}'; do
              [ -e "$place" ] && echo "$place"
            done
            ls -A /home; find / -xdev -name mine 2>/dev/null
            """);

        File.Exists(Path.Combine(computer.HomeOf(other), "mine")).Should().BeTrue();
        seen.Stdout.Should().Be("flapjack\n");
    }

    [FactWithBubblewrap]
    public async Task Nothing_but_its_own_can_be_written()
    {
        var name = $"flapjack-test-{Guid.NewGuid():N}";

        var seen = await computer.RunAsync($"""
            for place in / /usr /usr/bin /bin /etc /home /var /proc/sys/kernel; do (echo x >$place/{name}) 2>/dev/null && echo "$place"; done
            (cat /proc/sys/vm/swappiness >/proc/sys/vm/swappiness) 2>/dev/null && echo settings
            for place in /workspace ~ /tmp /dev/shm; do echo x >$place/{name} && rm $place/{name} || echo "not $place"; done
            """);

        seen.Stdout.Should().BeEmpty();
        seen.Stderr.Should().BeEmpty();
        File.Exists($"/usr/{name}").Should().BeFalse();
    }

    [FactWithBubblewrap]
    public async Task No_process_has_any_capability_nor_can_get_one()
    {
        var seen = await computer.PrintedAsync("grep -E '^(Cap(Inh|Prm|Eff|Amb)|NoNewPrivs):' /proc/self/status | tr -d '\\t'; mknod disk b 8 0 2>/dev/null && echo made; true");

        seen.Should().Be("CapInh:0000000000000000\nCapPrm:0000000000000000\nCapEff:0000000000000000\nCapAmb:0000000000000000\nNoNewPrivs:1\n");
    }

    [FactWithBubblewrap]
    public async Task The_workspace_cannot_be_swapped_for_a_link_to_the_hosts_files()
    {
        var agent = await computer.Backend.CreateReadyAgentAsync();

        var swapped = await computer.Backend.RunAsync(agent, "cd; mv workspace aside || rmdir workspace || rm -rf workspace; ln -s /etc workspace");
        var next = await computer.Backend.RunAsync(agent, "pwd; ls -A; ls /workspace/passwd");

        swapped.Stderr.Should().Contain("busy");
        next.Stdout.Should().Be("/workspace\netc\n", "the link went into the folder, where it leads to what the computer sees");
        Directory.Exists(Path.Combine(computer.HomeOf(agent), "workspace")).Should().BeTrue();
        new FileInfo(Path.Combine(computer.HomeOf(agent), "workspace")).LinkTarget.Should().BeNull();
    }

    [FactWithBubblewrap]
    public async Task A_workspace_that_is_a_link_all_the_same_is_not_shown()
    {
        var agent = await computer.Backend.CreateReadyAgentAsync();
        var workspace = Path.Combine(computer.HomeOf(agent), "workspace");
        Directory.Delete(workspace);
        Directory.CreateSymbolicLink(workspace, "/etc");

        var ran = await computer.Backend.RunAsync(agent, "ls; touch pwned");

        ran.Frames[^1].Event.Should().Be("error");
        ran.Frames[^1].Data.GetProperty("code").GetString().Should().Be("EXEC_START_FAILED");
        File.Exists("/etc/pwned").Should().BeFalse();
    }

    [FactWithBubblewrap]
    public async Task A_folder_that_was_made_visible_is_seen_read_only()
    {
        // Folders of the machine that are seldom absent and never seen otherwise.
        await using var own = await IsolatedComputer.StartAsync(options =>
        {
            options.VisiblePaths.Add("/sys/kernel");
            options.VisiblePaths.Add("/no/such/folder");
        });

        var seen = await own.RunAsync("ls -d /sys/* /no/such/folder 2>/dev/null; touch /sys/kernel/x 2>/dev/null && echo written");

        seen.Stdout.Should().Be("/sys/kernel\n");
    }
}
