// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.deepbelief.tests.api.TypeInfo.Member;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * A class file: the type that it declares and all that it refers to.
 *
 * @param type the declared type with all its members, private and synthetic ones too
 * @param referredTypes binary names, from code, descriptors, generic signatures and annotations
 * @param references fields and methods that its code and its annotations use
 * @param lambdas interface methods that its lambdas and method references implement
 */
record ClassFile(TypeInfo type, Set<String> referredTypes, Set<Reference> references, Set<Reference> lambdas) {

    /**
     * A use of a member.
     *
     * @param kind what the instruction demands of the member
     */
    record Reference(String owner, Member member, Kind kind) {

        @Override
        public String toString() {
            return owner + "." + member;
        }
    }

    enum Kind {
        FIELD, STATIC_FIELD, METHOD, INTERFACE_METHOD, STATIC_METHOD, STATIC_INTERFACE_METHOD, ANNOTATION_ELEMENT
    }

    static ClassFile read(final byte[] bytes) {
        final var visitor = new Visitor();
        new ClassReader(bytes).accept(new ClassRemapper(visitor, visitor.m_typeCollector), ClassReader.SKIP_FRAMES);
        return new ClassFile(visitor.m_type, visitor.m_types, visitor.m_references, visitor.m_lambdas);
    }

    private static String binaryName(final String internalName) {
        return internalName.replace('/', '.');
    }

    private static final class Visitor extends ClassVisitor {

        private final Set<String> m_types = new LinkedHashSet<>();

        private final Set<Reference> m_references = new LinkedHashSet<>();

        private final Set<Reference> m_lambdas = new LinkedHashSet<>();

        private final Map<Member, Integer> m_members = new LinkedHashMap<>();

        private TypeInfo m_type;

        private final Remapper m_typeCollector = new Remapper() {
            @Override
            public String map(final String internalName) {
                m_types.add(binaryName(internalName));
                return internalName;
            }
        };

        Visitor() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(final int version, final int access, final String name, final String signature,
            final String superName, final String[] interfaces) {
            m_type = new TypeInfo(binaryName(name), access,
                Stream.concat(Stream.ofNullable(superName), Stream.of(interfaces)).map(ClassFile::binaryName).toList(),
                m_members);
        }

        @Override
        public void visitInnerClass(final String name, final String outerName, final String innerName,
            final int access) {
            if (binaryName(name).equals(m_type.name())) {
                // as the source has them: the access flags of a nested type know no protected and no private
                m_type = new TypeInfo(m_type.name(), outerName == null ? 0 : access, m_type.supertypes(), m_members);
            }
        }

        @Override
        public AnnotationVisitor visitAnnotation(final String descriptor, final boolean visible) {
            return new ElementCollector(descriptor);
        }

        @Override
        public FieldVisitor visitField(final int access, final String name, final String descriptor,
            final String signature, final Object value) {
            declare(access, name, descriptor);
            return new FieldVisitor(api) {
                @Override
                public AnnotationVisitor visitAnnotation(final String annotation, final boolean visible) {
                    return new ElementCollector(annotation);
                }
            };
        }

        @Override
        public MethodVisitor visitMethod(final int access, final String name, final String descriptor,
            final String signature, final String[] exceptions) {
            declare(access, name, descriptor);
            return new CodeCollector();
        }

        private void declare(final int access, final String name, final String descriptor) {
            m_members.put(new Member(name, descriptor), access);
        }

        private void refer(final String owner, final String name, final String descriptor, final Kind kind) {
            if (!owner.startsWith("[")) {
                m_references.add(new Reference(binaryName(owner), new Member(name, descriptor), kind));
            }
        }

        /** The elements that an annotation sets, by name alone: their descriptors do not stand in the class file. */
        private final class ElementCollector extends AnnotationVisitor {

            private final String m_owner;

            ElementCollector(final String annotationDescriptor) {
                super(Opcodes.ASM9);
                m_owner = Type.getType(annotationDescriptor).getInternalName();
            }

            @Override
            public void visit(final String name, final Object value) {
                element(name);
            }

            @Override
            public void visitEnum(final String name, final String descriptor, final String value) {
                element(name);
                refer(Type.getType(descriptor).getInternalName(), value, descriptor, Kind.STATIC_FIELD);
            }

            @Override
            public AnnotationVisitor visitAnnotation(final String name, final String descriptor) {
                element(name);
                return new ElementCollector(descriptor);
            }

            @Override
            public AnnotationVisitor visitArray(final String name) {
                element(name);
                final var outer = this;
                return new AnnotationVisitor(api) {
                    @Override
                    public void visitEnum(final String ignored, final String descriptor, final String value) {
                        outer.visitEnum(name, descriptor, value);
                    }

                    @Override
                    public AnnotationVisitor visitAnnotation(final String ignored, final String descriptor) {
                        return new ElementCollector(descriptor);
                    }
                };
            }

            private void element(final String name) {
                refer(m_owner, name, "()", Kind.ANNOTATION_ELEMENT);
            }
        }

        private final class CodeCollector extends MethodVisitor {

            CodeCollector() {
                super(Opcodes.ASM9);
            }

            @Override
            public AnnotationVisitor visitAnnotation(final String descriptor, final boolean visible) {
                return new ElementCollector(descriptor);
            }

            @Override
            public void visitFieldInsn(final int opcode, final String owner, final String name,
                final String descriptor) {
                refer(owner, name, descriptor,
                    opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC ? Kind.STATIC_FIELD : Kind.FIELD);
            }

            @Override
            public void visitMethodInsn(final int opcode, final String owner, final String name,
                final String descriptor, final boolean isInterface) {
                refer(owner, name, descriptor, methodKind(opcode == Opcodes.INVOKESTATIC, isInterface));
            }

            @Override
            public void visitInvokeDynamicInsn(final String name, final String descriptor, final Handle bootstrap,
                final Object... arguments) {
                for (Object argument : arguments) {
                    if (argument instanceof Handle handle) {
                        referTo(handle);
                    }
                }
                if (bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory")) {
                    m_lambdas.add(new Reference(Type.getReturnType(descriptor).getClassName(),
                        new Member(name, ((Type)arguments[0]).getDescriptor()), Kind.INTERFACE_METHOD));
                }
            }

            private void referTo(final Handle handle) {
                final Kind kind = switch (handle.getTag()) {
                    case Opcodes.H_GETFIELD, Opcodes.H_PUTFIELD -> Kind.FIELD;
                    case Opcodes.H_GETSTATIC, Opcodes.H_PUTSTATIC -> Kind.STATIC_FIELD;
                    default -> methodKind(handle.getTag() == Opcodes.H_INVOKESTATIC, handle.isInterface());
                };
                refer(handle.getOwner(), handle.getName(), handle.getDesc(), kind);
            }

            private static Kind methodKind(final boolean isStatic, final boolean isInterface) {
                if (isStatic) {
                    return isInterface ? Kind.STATIC_INTERFACE_METHOD : Kind.STATIC_METHOD;
                }
                return isInterface ? Kind.INTERFACE_METHOD : Kind.METHOD;
            }
        }
    }
}
