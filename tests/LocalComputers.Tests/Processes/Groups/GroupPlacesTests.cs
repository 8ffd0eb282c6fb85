using LocalComputers.Processes.Groups;

namespace LocalComputers.Tests.Processes.Groups;

public sealed class GroupPlacesTests
{
    [Fact]
    public void A_machine_with_cgroup_v2_alone()
    {
        var places = GroupPlaces.Parse(
            ["25 30 0:23 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate"],
            ["0::/user.slice/user-1000.slice/session-3.scope"]);

        places.Should().Be(new GroupPlaces("/sys/fs/cgroup/user.slice/user-1000.slice/session-3.scope", null, null));
    }

    [Fact]
    public void A_machine_with_both_versions()
    {
        var places = GroupPlaces.Parse(
            [
                "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory",
                "39 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids",
                "40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd",
                "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw",
            ],
            ["9:name=systemd:/", "8:pids:/", "4:memory:/some/service", "0::/"]);

        places.Should().Be(new GroupPlaces("/sys/fs/cgroup/unified", "/sys/fs/cgroup/memory/some/service", "/sys/fs/cgroup/pids"));
    }

    [Fact]
    public void A_container_whose_mount_shows_its_own_group_as_root()
    {
        var places = GroupPlaces.Parse(
            ["35 31 0:32 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory", "36 31 0:33 /docker/abc /sys/fs/c\\040g rw - cgroup2 none rw"],
            ["4:cpu,memory:/docker/abc", "0::/docker/abc/below"]);

        places.Should().Be(new GroupPlaces("/sys/fs/c g/below", "/sys/fs/cgroup/memory", null));
    }

    [Fact]
    public void A_group_that_no_mount_shows_is_no_place()
    {
        var places = GroupPlaces.Parse(
            ["25 30 0:23 /docker/abc /sys/fs/cgroup rw - cgroup2 cgroup2 rw", "nonsense", ""],
            ["0::/../elsewhere", "x"]);

        places.Should().Be(new GroupPlaces(null, null, null));
    }
}
