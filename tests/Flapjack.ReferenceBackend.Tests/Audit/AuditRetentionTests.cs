namespace Flapjack.ReferenceBackend.Tests.Audit;

public sealed class AuditRetentionTests : IAsyncLifetime
{
    private readonly AuditRoom _room = AuditRoom.Open();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _room.DisposeAsync();

    [Fact]
    public void A_row_is_kept_for_ninety_days_and_removed_within_the_hour_after()
    {
        _room.Write(2);
        _room.Clock.Advance(TimeSpan.FromDays(1));
        _room.Write(1);

        _room.Clock.Advance(TimeSpan.FromDays(89));
        var day90 = _room.Ids();
        _room.Clock.Advance(TimeSpan.FromHours(1));
        var hourLater = _room.Ids();
        _room.Clock.Advance(TimeSpan.FromDays(1));
        var day91 = _room.Ids();

        day90.Should().Equal(1, 2, 3);
        hourLater.Should().Equal(3);
        day91.Should().BeEmpty();
    }

    [Fact]
    public void What_is_left_is_still_a_chain_and_goes_on()
    {
        _room.Write(5);
        _room.Clock.Advance(TimeSpan.FromDays(60));
        _room.Write(5);
        var head = _room.Log.Head;

        _room.Clock.Advance(TimeSpan.FromDays(31));
        var half = _room.Verify(head);
        _room.Clock.Advance(TimeSpan.FromDays(60));
        var none = _room.Verify(head);
        _room.Restart();
        _room.Write(1);
        var anew = _room.Verify(head);

        (half.IsIntact, half.Head).Should().Be((true, head));
        (none.IsIntact, none.Head).Should().Be((true, head), "the checkpoint remembers the last row that was removed");
        (anew.IsIntact, anew.Head.Id).Should().Be((true, 11));
        _room.Ids().Should().Equal(11);
    }

    [Fact]
    public void A_backend_that_starts_late_removes_at_its_start()
    {
        _room.Write(3);
        var idle = _room.Log.DisposeAsync();
        idle.IsCompletedSuccessfully.Should().BeTrue();
        _room.Clock.Advance(TimeSpan.FromDays(100));

        var before = _room.Ids();
        _room.Restart();

        before.Should().Equal(1, 2, 3);
        _room.Ids().Should().BeEmpty();
    }

    [Fact]
    public void A_head_whose_row_was_removed_says_so_and_one_of_the_checkpoint_still_serves()
    {
        _room.Write(4);
        var old = _room.Log.Head;
        _room.Write(1);
        var last = _room.Log.Head;
        _room.Clock.Advance(TimeSpan.FromDays(91));
        _room.Write(1);

        var byOld = _room.Verify(old);
        var byLast = _room.Verify(last);
        var byForged = _room.Verify(last with { Hash = new('a', 64) });

        (byOld.Fault, byOld.RowId, byOld.Detail).Should().Be((AuditFault.HeadRemoved, 4, "Row 4, which the head is of, was removed with all up to row 5."));
        byLast.IsIntact.Should().BeTrue();
        (byForged.Fault, byForged.RowId).Should().Be((AuditFault.HeadMismatch, 5));
    }

    [Theory]
    [InlineData("UPDATE sandbox_audit_checkpoint SET hash = '" + "0000000000000000000000000000000000000000000000000000000000000000'", AuditFault.RowChanged, 6)]
    [InlineData("DELETE FROM sandbox_audit_checkpoint", AuditFault.RowMissing, 1)]
    [InlineData("UPDATE sandbox_audit_checkpoint SET id = 4", AuditFault.RowMissing, 5)]
    [InlineData("UPDATE sandbox_audit_checkpoint SET id = 7", AuditFault.RowChanged, 6)]
    [InlineData("UPDATE sandbox_audit_checkpoint SET id = 100", AuditFault.HeadRemoved, 10)]
    [InlineData("INSERT INTO sandbox_audit_log VALUES (3, 1776106320000, 'org-1', 'agent-1', 'user', 'user-1', 'exec', NULL, NULL, NULL, '')", AuditFault.RowChanged, 3)]
    public void A_checkpoint_that_was_changed_is_found(string tampering, AuditFault fault, long row)
    {
        _room.Write(5);
        _room.Clock.Advance(TimeSpan.FromDays(91));
        _room.Write(5);
        _room.Verify().IsIntact.Should().BeTrue();
        _room.Sql(tampering);

        var found = _room.Verify();

        (found.Fault, found.RowId).Should().Be((fault, row));
    }

    [Fact]
    public void A_clock_that_went_back_removes_nothing_before_its_time()
    {
        _room.Write(1);
        _room.Sql("UPDATE sandbox_audit_log SET at = at + 86400000");
        _room.Write(1);

        _room.Clock.Advance(TimeSpan.FromDays(90) + TimeSpan.FromHours(1));

        _room.Ids().Should().Equal([1, 2], "rows are removed from the front only, or the chain would have gaps");
    }
}
