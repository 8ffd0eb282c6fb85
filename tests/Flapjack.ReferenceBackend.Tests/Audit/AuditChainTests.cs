using Flapjack.ReferenceBackend.Audit;

namespace Flapjack.ReferenceBackend.Tests.Audit;

public sealed class AuditChainTests : IAsyncLifetime
{
    private readonly AuditRoom _room = AuditRoom.Open();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _room.DisposeAsync();

    [Fact]
    public void A_rows_hash_is_that_of_the_row_before_and_of_its_fields_with_their_lengths()
    {
        var first = new AuditRow(1, 1776106320000, "org-1", "agent-1", "user", "ü-1", "exec", "exec_1", -3, 4120);
        var second = new AuditRow(2, 1776106320000, "org-1", "agent-1", "api_key", "fj_live_a3b2...", "status", null, null, null);

        var one = AuditHash.Of(first, new('0', 64));
        var two = AuditHash.Of(second, one);

        // printf '%064d1:113:17761063200005:org-17:agent-14:user4:ü-14:exec6:exec_12:-34:4120' 0 | sha256sum
        one.Should().Be("ee69e797b41092a23d93a38e04a821c408ee9bfb9cf9e3ca519c1cce4ef7f865");
        two.Should().Be("62880916f372fd259d49ca42b8d8e3fab482d04b9e471ae763f629ffb799fbc0");
    }

    [Fact]
    public void An_empty_log_is_intact()
    {
        var found = _room.Verify();

        found.Should().Be(new AuditVerification(new(0, new('0', 64)), null, null, "All is as it was written, up to row 0."));
        found.IsIntact.Should().BeTrue();
    }

    [Fact]
    public void A_log_that_only_grew_is_intact_and_agrees_with_every_head_that_was_kept()
    {
        var heads = new List<AuditHead> { _room.Log.Head };
        for (var i = 0; i < 20; i++)
        {
            _room.Write(1);
            heads.Add(_room.Log.Head);
        }

        heads.Should().AllSatisfy(head => _room.Verify(head).Should().Be(
            new AuditVerification(heads[^1], null, null, "All is as it was written, up to row 20.")));
        heads.Select(head => head.Hash).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void A_log_longer_than_a_page_is_walked_to_its_end()
    {
        _room.Write(2_500);

        var whole = _room.Verify();
        _room.Sql("UPDATE sandbox_audit_log SET exit_code = 0 WHERE id = 2400");
        var changed = _room.Verify();

        whole.IsIntact.Should().BeTrue();
        whole.Head.Id.Should().Be(2_500);
        (changed.Fault, changed.RowId, changed.Head.Id).Should().Be((AuditFault.RowChanged, 2_400, 2_399));
    }

    [Theory]
    [InlineData("UPDATE sandbox_audit_log SET at = at + 1 WHERE id = 5")]
    [InlineData("UPDATE sandbox_audit_log SET at = 9223372036854775807 WHERE id = 5")]
    [InlineData("UPDATE sandbox_audit_log SET org_id = 'org-2' WHERE id = 5")]
    [InlineData("UPDATE sandbox_audit_log SET agent_id = 'agent-2' WHERE id = 5")]
    [InlineData("UPDATE sandbox_audit_log SET actor_kind = 'api_key' WHERE id = 5")]
    [InlineData("UPDATE sandbox_audit_log SET actor_id = 'user-2' WHERE id = 5")]
    [InlineData("UPDATE sandbox_audit_log SET action = 'status' WHERE id = 5")]
    [InlineData("UPDATE sandbox_audit_log SET exec_id = 'exec_6' WHERE id = 5")]
    [InlineData("UPDATE sandbox_audit_log SET exec_id = NULL WHERE id = 5")]
    [InlineData("UPDATE sandbox_audit_log SET exit_code = 0 WHERE id = 5")]
    [InlineData("UPDATE sandbox_audit_log SET exit_code = 9223372036854775807 WHERE id = 5")]
    [InlineData("UPDATE sandbox_audit_log SET exit_code = NULL WHERE id = 5")]
    [InlineData("UPDATE sandbox_audit_log SET duration_ms = 51 WHERE id = 5")]
    [InlineData("UPDATE sandbox_audit_log SET hash = upper(hash) WHERE id = 5")]
    [InlineData("UPDATE sandbox_audit_log SET hash = '' WHERE id = 5")]
    // Texts that are the same one behind the other.
    [InlineData("UPDATE sandbox_audit_log SET org_id = 'org-1agent', agent_id = '-1' WHERE id = 5")]
    [InlineData("UPDATE sandbox_audit_log SET action = 'exe', exec_id = 'cexec_5' WHERE id = 5")]
    // Swaps: of what two rows tell, and of the rows whole.
    [InlineData("UPDATE sandbox_audit_log SET exit_code = 11 - exit_code WHERE id IN (5, 6)")]
    [InlineData("UPDATE sandbox_audit_log SET id = -id WHERE id IN (5, 6); UPDATE sandbox_audit_log SET id = 11 + id WHERE id < 0")]
    // A row taken out, with the gap closed.
    [InlineData("DELETE FROM sandbox_audit_log WHERE id = 5; UPDATE sandbox_audit_log SET id = -id WHERE id > 5; UPDATE sandbox_audit_log SET id = -id - 1 WHERE id < 0")]
    // A row put in, with the others moved.
    [InlineData("""
        UPDATE sandbox_audit_log SET id = -id WHERE id >= 5;
        INSERT INTO sandbox_audit_log SELECT 5, at, org_id, agent_id, actor_kind, actor_id, action, exec_id, exit_code, duration_ms, hash FROM sandbox_audit_log WHERE id = 4;
        UPDATE sandbox_audit_log SET id = 1 - id WHERE id < 0
        """)]
    public void A_row_that_was_changed_is_found(string tampering)
    {
        _room.Write(10);
        var head = _room.Log.Head;
        _room.Sql(tampering);

        var found = _room.Verify();
        _room.Restart();

        (found.IsIntact, found.Fault, found.RowId, found.Head.Id).Should().Be((false, AuditFault.RowChanged, 5, 4));
        found.Detail.Should().Be("Row 5 was changed, moved or added.");
        _room.Verify().Should().Be(found, "another backend on the same store finds the same");
        _room.Verify(head).Should().Be(found);
    }

    [Theory]
    [InlineData("DELETE FROM sandbox_audit_log WHERE id = 5", 5, "Row 5 is missing; the next one is row 6.")]
    [InlineData("DELETE FROM sandbox_audit_log WHERE id = 1", 1, "Row 1 is missing; the next one is row 2.")]
    [InlineData("DELETE FROM sandbox_audit_log WHERE id IN (3, 4, 9)", 3, "Row 3 is missing; the next one is row 5.")]
    [InlineData("DELETE FROM sandbox_audit_log WHERE id = 1; DELETE FROM sandbox_audit_checkpoint", 1, "Row 1 is missing; the next one is row 2.")]
    public void A_row_that_is_missing_is_found(string tampering, long row, string detail)
    {
        _room.Write(10);
        _room.Sql(tampering);

        var found = _room.Verify();
        _room.Restart();

        (found.Fault, found.RowId, found.Head.Id, found.Detail).Should().Be((AuditFault.RowMissing, row, row - 1, detail));
        _room.Verify().Should().Be(found);
    }

    [Fact]
    public void A_tail_that_was_cut_off_is_found_by_the_backend_that_wrote_it()
    {
        _room.Write(10);
        _room.Sql("DELETE FROM sandbox_audit_log WHERE id > 7");

        var cut = _room.Verify();
        _room.Write(1);
        var gone = _room.Verify();

        (cut.Fault, cut.RowId, cut.Detail).Should().Be((AuditFault.TailMissing, 8, "The log ends with row 7, and went on to row 10."));
        (gone.Fault, gone.RowId).Should().Be((AuditFault.RowMissing, 8));
    }

    [Fact]
    public void After_a_restart_a_tail_that_was_cut_off_is_found_only_against_a_head_that_was_kept()
    {
        _room.Write(10);
        var head = _room.Log.Head;
        _room.Sql("DELETE FROM sandbox_audit_log WHERE id > 7");
        _room.Restart();

        var without = _room.Verify();
        var with = _room.Verify(head);
        _room.Clock.Advance(TimeSpan.FromSeconds(1));
        _room.Write(5);
        var grown = _room.Verify(head);

        (without.IsIntact, without.Head.Id).Should().Be((true, 7));
        (with.Fault, with.RowId).Should().Be((AuditFault.TailMissing, 8));
        (grown.Fault, grown.RowId).Should().Be((AuditFault.HeadMismatch, 10), "other rows have taken the place of those");
    }

    [Fact]
    public void A_log_that_was_written_anew_whole_is_found_only_against_a_head_that_was_kept()
    {
        _room.Write(10);
        var head = _room.Log.Head;
        _room.Sql("DELETE FROM sandbox_audit_log");
        _room.Restart();
        _room.Clock.Advance(TimeSpan.FromSeconds(1));
        _room.Write(12);

        var without = _room.Verify();
        var with = _room.Verify(head);

        without.IsIntact.Should().BeTrue();
        (with.Fault, with.RowId).Should().Be((AuditFault.HeadMismatch, 10));
        with.Detail.Should().Be("Row 10 is sound in itself, but not the one that was there when the head was taken.");
    }

    [Fact]
    public void A_row_that_somebody_else_added_with_a_hash_that_is_right_is_found()
    {
        _room.Write(3);
        var writer = _room.Log;
        _room.Restart();
        _room.Write(1);

        var found = writer.Verify(null, CancellationToken.None);

        (found.Fault, found.RowId).Should().Be((AuditFault.RowChanged, 4));
    }

    [Fact]
    public void A_thousand_rows_written_at_once_are_one_chain()
    {
        Parallel.For(0, 1_000, new() { MaxDegreeOfParallelism = 16 }, n =>
            _room.Log.Append(new("org-1", "agent-1", AuditActor.User("user-1"), "exec") { ExecId = $"exec_{n}" }));

        var found = _room.Verify();

        (found.IsIntact, found.Head.Id).Should().Be((true, 1_000));
        _room.Log.Read("agent-1").Select(entry => entry.ExecId).Should().OnlyHaveUniqueItems().And.HaveCount(1_000);
        _room.Ids().Should().Equal(Enumerable.Range(1, 1_000).Select(n => (long)n));
    }

    [Fact]
    public void A_check_can_be_cancelled()
    {
        _room.Write(1);

        var verify = () => _room.Log.Verify(null, new CancellationToken(canceled: true));

        verify.Should().Throw<OperationCanceledException>();
    }
}
