using Shared.Hosting.Refusals;

namespace Shared.Hosting.Faults.Kinds;

/// <summary>Refuses the request before its handler has seen it.</summary>
/// <param name="name">The fault with its numbers.</param>
/// <param name="refusal">Makes the refusal.</param>
internal sealed class RefusalFault(string name, Func<Refusal> refusal) : AnswerFault
{
    public override string ToString() => name;

    public override Task InvokeAsync(FaultedRequest request)
    {
        request.Fire();
        throw refusal();
    }
}
