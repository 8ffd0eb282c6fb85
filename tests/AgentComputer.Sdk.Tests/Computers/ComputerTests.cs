using AgentComputer.Sdk.Tests.Wire;

namespace AgentComputer.Sdk.Tests.Computers;

public sealed class ComputerTests : WireTest
{
    private const string All = "/v1/computers";
    private const string One = "/v1/computers/c1";

    private const string Json = """
        {"id":"c1","handle":"shop","display_name":"Shop","state":"running","image_id":"i1","source_kind":"image","source_snapshot_id":null,"size_preset":"ram-2g",
         "requested_memory_mib":2048,"requested_storage_bytes":5368709120,"primary_url":"https://shop.computer.test","vnc_url":"https://vnc.test","clerk_org_id":"org_1",
         "clerk_org_name":"Acme","failure_reason":null,"created_at":"2026-05-01T10:00:00Z","updated_at":"2026-05-01T11:00:00Z","deleted_at":null,"color":"red",
         "viewer_access":{"role":"owner","allow_browser":true,"allow_vnc":true,"allow_ssh":true,"can_manage":true,"can_update":true,"can_delete":true,"can_manage_shares":true,
         "can_manage_ports":true,"can_issue_ssh_certificates":true,"can_dance":true}}
        """;

    private const string Change = $$"""{"computer":{{Json}},"operation":{"id":"o1","kind":"computer.create","status":"queued","shard":3},"hint":1}""";

    [Fact]
    public async Task A_computer_is_read_with_all_of_its_fields()
    {
        Wire.Answers(One, Change);

        var change = await Client.GetComputerAsync("c1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", One));
        var computer = change.Computer;
        (computer.Id, computer.Handle, computer.DisplayName, computer.State, computer.ImageId).Should().Be(("c1", "shop", "Shop", ComputerState.Running, "i1"));
        (computer.SourceKind, computer.SourceSnapshotId, computer.SizePreset).Should().Be((ComputerSourceKind.Image, null, "ram-2g"));
        (computer.RequestedMemoryMib, computer.RequestedStorageBytes).Should().Be((2048, 5_368_709_120));
        (computer.PrimaryUrl, computer.VncUrl, computer.ClerkOrgId, computer.ClerkOrgName).Should().Be(("https://shop.computer.test", "https://vnc.test", "org_1", "Acme"));
        (computer.FailureReason, computer.DeletedAt, computer.Platform.Value).Should().Be((null, null, null));
        computer.CreatedAt.Should().Be(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
        computer.UpdatedAt.Should().Be(new DateTimeOffset(2026, 5, 1, 11, 0, 0, TimeSpan.Zero));
        computer.ViewerAccess.Should().BeEquivalentTo(new
        {
            Role = ViewerRole.Owner,
            AllowBrowser = true,
            AllowVnc = true,
            AllowSsh = true,
            CanManage = true,
            CanUpdate = true,
            CanDelete = true,
            CanManageShares = true,
            CanManagePorts = true,
            CanIssueSshCertificates = true,
        });
        (change.Operation!.Id, change.Operation.Kind, change.Operation.Status, change.Operation.HasEnded).Should().Be(("o1", "computer.create", OperationStatus.Queued, false));
        computer.AdditionalProperties.Should().ContainKey("color");
        computer.ViewerAccess!.AdditionalProperties.Should().ContainKey("can_dance");
        change.AdditionalProperties.Should().ContainKey("hint");
        change.Operation.AdditionalProperties.Should().ContainKey("shard");
    }

    [Fact]
    public async Task Odd_fields_cost_themselves_and_a_new_state_is_kept()
    {
        Wire.Answers(One, """{"computer":{"id":"c1","state":"hibernating","requested_memory_mib":"lots","viewer_access":[],"created_at":7},"operation":"none"}""");

        var change = await Client.GetComputerAsync("c1").Soon();

        (change.Computer.Id, change.Computer.State, change.Computer.RequestedMemoryMib).Should().Be(("c1", new ComputerState("hibernating"), 0));
        change.Computer.AdditionalProperties.Should().ContainKeys("requested_memory_mib", "viewer_access", "created_at");
        (change.Operation, change.AdditionalProperties!["operation"].GetString()).Should().Be((null, "none"));
    }

    [Fact]
    public async Task Computers_are_listed()
    {
        Wire.Answers(All, $$"""{"computers":[{{Json}},{"id":"c2"}]}""");

        var computers = await Client.ListComputersAsync().Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", All));
        computers.Select(computer => (computer.Id, computer.Handle)).Should().Equal(("c1", "shop"), ("c2", ""));
    }

    [Fact]
    public async Task A_computer_is_created_from_the_default_image_if_nothing_is_said()
    {
        Wire.Answers(All, new Answer(202, Change));

        var change = await Client.CreateComputerAsync().Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", All, """{"source":{"kind":"image","image_id":""}}"""));
        (change.Computer.Id, change.Operation!.Id).Should().Be(("c1", "o1"));
    }

    [Fact]
    public async Task Everything_that_is_said_about_a_new_computer_is_sent()
    {
        Wire.Answers(All, new Answer(202, Change));

        await Client.CreateComputerAsync(new()
        {
            Source = ComputerSource.OfSnapshot("s1"),
            Handle = "shop",
            DisplayName = "Shop",
            Platform = ComputerPlatform.Linux,
            SizePreset = "ram-4g",
            Guest = new() { AuthorizedKeys = ["ssh-ed25519 AAAA"] },
        }).Soon();

        Wire.Request.Body.Should().Be(
            """{"source":{"kind":"snapshot","snapshot_id":"s1"},"handle":"shop","display_name":"Shop","platform":"linux","size_preset":"ram-4g","guest":{"authorized_keys":["ssh-ed25519 AAAA"]}}""");
    }

    [Fact]
    public async Task A_computer_is_renamed()
    {
        Wire.Answers(One, $$"""{"computer":{{Json}}}""");

        var change = await Client.UpdateComputerAsync("c1", new() { DisplayName = "Laden" }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("PATCH", One, """{"display_name":"Laden"}"""));
        (change.Computer.Handle, change.Operation).Should().Be(("shop", null));
    }

    [Fact]
    public async Task A_computer_is_deleted_in_the_background()
    {
        Wire.Answers(One, new Answer(202, """{"computer":{"id":"c1","state":"deleting"},"operation":{"id":"o9"}}"""));

        var change = await Client.DeleteComputerAsync("c1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("DELETE", One, ""));
        (change.Computer.State, change.Operation!.Id).Should().Be((ComputerState.Deleting, "o9"));
    }

    [Fact]
    public async Task A_computer_is_given_to_another_workspace()
    {
        Wire.Answers($"{One}/actions/transfer", $$"""{"computer":{{Json}}}""");

        var change = await Client.TransferComputerAsync("c1", "org_2").Soon();

        (Wire.Request.Method, Wire.Request.Body).Should().Be(("POST", """{"target_org_id":"org_2"}"""));
        change.Computer.Id.Should().Be("c1");
    }

    [Theory]
    [InlineData("start")]
    [InlineData("stop")]
    [InlineData("ensure-ready")]
    public async Task The_actions_have_no_body(string action)
    {
        Wire.Answers($"{One}/actions/{action}", new Answer(202, Change));

        var change = await (action switch
        {
            "start" => Client.StartComputerAsync("c1"),
            "stop" => Client.StopComputerAsync("c1"),
            _ => Client.EnsureComputerReadyAsync("c1"),
        }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body, Wire.Request.Header("Content-Type")).Should().Be(("POST", $"{One}/actions/{action}", "", null));
        (change.Computer.Id, change.Operation!.Id).Should().Be(("c1", "o1"));
    }

    [Fact]
    public async Task The_connection_comes_with_the_ports_beside_it()
    {
        Wire.Answers($"{One}/connection", """
            {"connection":{"handle":"shop","web_url":"https://w.test","vnc_url":"","browser_available":true,"vnc_available":false,"ssh_available":true,"ssh_host":"h.test","ssh_port":2222,
             "ssh_user":"node","ipv6":"::1"},"ports":[{"id":"p1","port":3000}]}
            """);

        var connection = await Client.GetComputerConnectionAsync("c1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", $"{One}/connection"));
        connection.Should().BeEquivalentTo(new
        {
            Handle = "shop",
            WebUrl = "https://w.test",
            VncUrl = "",
            BrowserAvailable = true,
            VncAvailable = false,
            SshAvailable = true,
            SshHost = "h.test",
            SshPort = 2222,
            SshUser = "node",
        });
        connection.Ports.Should().ContainSingle().Which.Port.Should().Be(3000);
        connection.AdditionalProperties.Should().ContainKey("ipv6");
    }

    [Fact]
    public async Task The_usage_of_a_computer_is_taken_out_of_its_wrapper()
    {
        Wire.Answers($"{One}/usage", """
            {"usage":{"runtime_seconds":60,"cpu_hours":0.5,"ram_gib_hours":"1.25","hot_storage_bytes":7,"cold_storage_bytes":8,"updated_at":"2026-05-01T10:00:00Z","x":1}}
            """);

        var usage = await Client.GetComputerUsageAsync("c1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", $"{One}/usage"));
        (usage.RuntimeSeconds, usage.CpuHours, usage.HotStorageBytes, usage.ColdStorageBytes).Should().Be((60, 0.5, 7, 8));
        usage.UpdatedAt.Should().Be(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
        usage.AdditionalProperties.Should().ContainKey("x");
    }
}
